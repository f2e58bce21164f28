using BigBen.Foundation;
using BigBen.Git;
using BigBen.Git.Receiving;

namespace BigBen.Tests.Git;

/// <summary>Connects the hook of a forge, which a real push starts, with a handler in this process, by named pipes.</summary>
public sealed class PushBridge : IAsyncDisposable
{
    private const string Script = """
        #!/bin/sh
        cat <"$1/err" >&2 &
        cat <"$1/out" &
        cat >"$1/in"
        wait
        """;

    private readonly CancellationTokenSource stop = new();
    private readonly string folder;
    private readonly Task serving;

    private PushBridge(string folder, ReceiveHook.Handler handler)
    {
        this.folder = folder;
        serving = Task.Run(() => ServeAsync(handler));
    }

    public int LastExitCode { get; private set; } = -1;

    public static async Task<PushBridge> InstallAsync(ForgeRepository forge, string folder, ReceiveHook.Handler handler)
    {
        Directory.CreateDirectory(folder);
        await new Command("mkfifo", "in", "out", "err") { WorkingDirectory = folder }.OutputAsync();
        var script = Path.Combine(folder, "it's a bridge.sh");
        await File.WriteAllTextAsync(script, Script);
        await ReceiveHook.InstallAsync(forge, ["/bin/sh", script, folder]);
        return new PushBridge(folder, handler);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        var deadline = DateTime.UtcNow.AddSeconds(60);
        // Wakes the open that waits for the next push; again if it still held the ends of the last one.
        while (!serving.IsCompleted && DateTime.UtcNow < deadline)
            await WakeAsync();
        await serving.WaitAsync(TimeSpan.Zero);
        stop.Dispose();
    }

    private async Task WakeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            var opening = new Command("/bin/sh", "-c", "true >in & true <out & true <err & wait") { WorkingDirectory = folder };
            await opening.RunAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // Nobody opened the other end of one of them.
        }
    }

    private async Task ServeAsync(ReceiveHook.Handler handler)
    {
        while (!stop.IsCancellationRequested)
        {
            // Blocks until the next push, for the last one closed its end before its hook was done; the other two might still find the
            // readers of the last one.
            await using var input = Open("in", FileAccess.Read);
            await using var output = Open("out", FileAccess.Write);
            await using var error = Open("err", FileAccess.Write);
            if (!stop.IsCancellationRequested)
                LastExitCode = await ReceiveHook.RunAsync(input, output, error, handler, CancellationToken.None);
        }
    }

    private FileStream Open(string name, FileAccess access) =>
        new(Path.Combine(folder, name), FileMode.Open, access, FileShare.ReadWrite, bufferSize: 0);
}
