using System.Globalization;
using System.Text.Json;

namespace BigBen.Bench.Platforms;

/// <summary>The local platform that runs with a state folder: the bench looks at it from outside and leaves it as it was.</summary>
internal sealed class RunningPlatform
{
    private readonly int _process;

    private RunningPlatform(string state, int process, int port)
    {
        State = state;
        _process = process;
        Port = port;
    }

    /// <summary>The state folder.</summary>
    public string State { get; }

    /// <summary>The port that every host is served on.</summary>
    public int Port { get; }

    /// <summary>Its process's processor time up to now, user and system; that of pods and builds is not in it.</summary>
    public double ProcessorSeconds => ProcessorTime.Of(_process).TotalSeconds;

    /// <summary>Megabytes (10^6 bytes) of its process's memory that are in RAM now.</summary>
    public double ResidentMegabytes => double.Parse(
        File.ReadLines($"/proc/{_process}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6;

    /// <summary>Finds the platform of a state folder.</summary>
    /// <exception cref="InvalidOperationException">None runs there.</exception>
    public static RunningPlatform Find(string state)
    {
        var file = Path.Combine(state, "platform.json");
        if (!File.Exists(file))
            throw new InvalidOperationException($"No platform runs with '{state}': start it by ./bootstrap/big-ben.sh.");
        using var record = JsonDocument.Parse(File.ReadAllText(file));
        var fields = record.RootElement;
        return new RunningPlatform(
            Path.GetFullPath(state), fields.GetProperty("processId").GetInt32(), fields.GetProperty("port").GetInt32());
    }

    /// <summary>What share of one core its process uses for a while, in percent.</summary>
    public async Task<double> ProcessorPercentAsync(TimeSpan time)
    {
        var before = ProcessorSeconds;
        await Task.Delay(time);
        return (ProcessorSeconds - before) / time.TotalSeconds * 100;
    }

    /// <summary>Runs kubectl against it.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public Task<string> KubectlAsync(params string[] arguments) =>
        Tool.RunAsync("kubectl", ["--kubeconfig", Path.Combine(State, "kubeconfig"), .. arguments]);
}
