namespace BigBen.Bench.Examples;

/// <summary>A service in Python, of the folder <c>peers</c>, on Debian's own packages.</summary>
/// <param name="Modules">What Python has to find.</param>
/// <param name="Command">What starts it on a port.</param>
internal sealed record Peer(IReadOnlyList<string> Modules, Func<int, string[]> Command)
{
    private const string Python = "/usr/bin/python3";

    private const string Packages =
        "python3-fastapi python3-uvicorn python3-uvloop python3-httptools python3-psycopg2 python3-flask gunicorn python3-pymysql "
        + "python3-sqlalchemy";

    /// <summary>Where Python finds it; its folder stays as it is.</summary>
    public static readonly IReadOnlyDictionary<string, string?> Variables = new Dictionary<string, string?>
    {
        ["PYTHONPATH"] = Path.Combine(Programs.Root, "backstage", "bench", "peers"),
        ["PYTHONDONTWRITEBYTECODE"] = "1",
    };

    /// <summary>FastAPI: one process for the one core, on uvloop and httptools; with uvicorn's log of requests, which is its default.
    /// </summary>
    public static Peer FastApi(string module, params string[] others) => new(
        ["fastapi", "uvicorn", "uvloop", "httptools", .. others],
        port => [Python, "-m", "uvicorn", "--host", "127.0.0.1", "--port", $"{port}", $"{module}:app"]);

    /// <summary>
    /// Flask: 2 workers for each core and one more, as gunicorn advises, with threads, which keep connections open; without a log of
    /// requests, which is its default.
    /// </summary>
    public static Peer Flask(string module, params string[] others) => new(
        ["flask", "gunicorn", .. others],
        port =>
        [
            Python, "-m", "gunicorn", "--bind", $"127.0.0.1:{port}", "--workers", $"{2 * Load.CoresOfServers + 1}",
            "--worker-class", "gthread", "--threads", "4", $"{module}:app",
        ]);

    /// <summary>Why it cannot be measured; null where it can.</summary>
    public async Task<string?> WhyNotAsync()
    {
        try
        {
            await Tool.RunAsync(Python, "-c", $"import {string.Join(", ", Modules)}");
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return $"its peer needs Debian's packages: apt-get install {Packages}.";
        }
    }
}
