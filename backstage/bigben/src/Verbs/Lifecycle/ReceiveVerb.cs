using BigBen.Console;
using BigBen.Git;
using BigBen.Git.Receiving;
using BigBen.Pipeline.Proving;
using BigBen.Verbs.Progress;

namespace BigBen.Verbs.Lifecycle;

/// <summary>
/// <c>receive</c>: the forge's hook. Hands a push to the running platform and passes what happens back, so that <c>git push</c> shows the
/// delivery and fails where nothing was recorded. Hidden, since git alone calls it.
/// </summary>
internal static class ReceiveVerb
{
    public const string Name = Platforms.PlatformProcess.ReceiveVerb;

    public static Verb Create()
    {
        var command = new Verb(Name, "Be the forge's receive hook.") { Hidden = true };
        command.SetAction(
            (parsed, cancellationToken) => RunAsync(new StateFolder(parsed.GetValue(SharedOptions.State)!), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(StateFolder state, CancellationToken cancellationToken)
    {
        using var push = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var watch = Pusher.Watch(push, TimeProvider.System);
        return await ReceiveHook.RunAsync(
            System.Console.OpenStandardInput(),
            System.Console.OpenStandardOutput(),
            System.Console.OpenStandardError(),
            MovedRef.Accept(
                ForgeRepository.At(state.Forge),
                (update, progress, cancellation) => HandleAsync(state, update, progress, cancellation),
                NotLiveException.Line),
            push.Token);
    }

    private static async Task<RefResult> HandleAsync(
        StateFolder state, RefUpdate update, Action<string> progress, CancellationToken cancellationToken)
    {
        using var client = await PlatformClient.RequireAsync(state, cancellationToken);
        using var lines = new LineWriter(progress);
        await using var display = new PlainProgress(lines, TimeProvider.System);
        var testAndBuild = 0.0;
        var end = await client.RunAsync(
            PlatformRoutes.Pushes, new PushRequest(update.Ref, update.Old, update.New), Show, cancellationToken);
        if (end.Succeeded)
            display.Line($"{end.Message} ({Times(end.Seconds, testAndBuild)})");
        return end.Succeeded ? RefResult.Accepted : RefResult.Refused(end.Message);

        void Show(RunEvent runEvent)
        {
            if (runEvent is StepFinished step
                && (step.Step.StartsWith("test ", StringComparison.Ordinal) || step.Step.StartsWith("build ", StringComparison.Ordinal)))
                testAndBuild += step.Seconds;
            display.Show(runEvent);
        }
    }

    // What the services' own tests and builds took is theirs; the rest is the platform's.
    private static string Times(double all, double testAndBuild) =>
        testAndBuild > 0
            ? $"{StepText.Seconds(all)}: test and build {StepText.Seconds(testAndBuild)}, all else {StepText.Seconds(all - testAndBuild)}"
            : StepText.Seconds(all);
}
