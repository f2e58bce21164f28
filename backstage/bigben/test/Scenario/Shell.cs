using BigBen.Foundation;

namespace BigBen.Tests.Scenario;

/// <summary>Runs programs as a user's shell would, in a clone of the user's own.</summary>
internal sealed class Shell(string directory)
{
    // A user's shell has none of the variables that a running platform or a git hook sets.
    private readonly Dictionary<string, string?> environment = new()
    {
        // Secrets have keys of their own, and not the user's.
        ["SOPS_AGE_KEY"] = null,
        ["SOPS_AGE_KEY_FILE"] = Path.Combine(directory, "..", "keys.txt"),
        ["BIGBEN_ROOT"] = null,
        ["BIGBEN_STATE"] = null,
        ["GIT_DIR"] = null,
        ["GIT_WORK_TREE"] = null,
        ["CI"] = null,
        ["GIT_AUTHOR_NAME"] = "A Developer",
        ["GIT_AUTHOR_EMAIL"] = "developer@example.com",
        ["GIT_COMMITTER_NAME"] = "A Developer",
        ["GIT_COMMITTER_EMAIL"] = "developer@example.com",
    };

    // A platform is built and brought up in it, on a machine that does much else.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(30);

    public string Directory { get; } = directory;

    public async Task<CommandResult> TryAsync(string program, params string[] arguments)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        // A relative program would be looked up from this process's folder.
        var path = program.StartsWith('.') ? Path.Combine(Directory, program) : program;
        return await new Command(path, arguments) { WorkingDirectory = Directory, Environment = environment }.RunAsync(deadline.Token);
    }

    public async Task<string> RunAsync(string program, params string[] arguments)
    {
        var result = await TryAsync(program, arguments);
        result.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}\n{result.Output}\n{result.Error}");
        return result.Output;
    }

    public Task<CommandResult> TryBigBenAsync(params string[] arguments) => TryAsync("./bootstrap/big-ben.sh", arguments);

    public Task<string> BigBenAsync(params string[] arguments) => RunAsync("./bootstrap/big-ben.sh", arguments);
}
