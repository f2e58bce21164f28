using BigBen.Console;
using BigBen.Forge;
using BigBen.Foundation;
using BigBen.Verbs.Progress;

namespace BigBen.Verbs;

/// <summary>
/// <c>receive</c>: the forge's hook. Hands a push to the running platform and passes what happens back, so that <c>git push</c> shows the
/// delivery and fails when it fails. Hidden, since git alone calls it.
/// </summary>
internal static class ReceiveVerb
{
    public const string Name = Bootstrap.LocalPlatform.ReceiveVerbName;

    private const string TagPrefix = "refs/tags/";

    public static System.CommandLine.Command Create()
    {
        var command = new System.CommandLine.Command(Name, "Be the forge's receive hook.") { Hidden = true };
        command.SetAction((parsed, cancellationToken) => RunAsync(new StateFolder(parsed.GetValue(SharedOptions.State)!), cancellationToken));
        return command;
    }

    private static Task<int> RunAsync(StateFolder state, CancellationToken cancellationToken) =>
        ReceiveHook.RunAsync(
            System.Console.OpenStandardInput(),
            System.Console.OpenStandardOutput(),
            System.Console.OpenStandardError(),
            (update, progress, cancellation) => HandleAsync(state, update, progress, cancellation),
            cancellationToken);

    private static async Task<RefResult> HandleAsync(StateFolder state, RefUpdate update, Action<string> progress, CancellationToken cancellationToken)
    {
        if (update.IsDeletion)
            return RefResult.Refused("main and released versions are never deleted");
        using var client = await PlatformClient.RequireAsync(state, cancellationToken);
        using var lines = new LineWriter(progress);
        using var display = new PlainProgress(lines, TimeProvider.System);
        var end = update.Ref switch
        {
            ForgeRepository.MainRef => await client.RunAsync(PlatformRoutes.Deliveries, new DeliveryRequest(update.New, First: false), display.Show, cancellationToken),
            _ when update.Ref.StartsWith(TagPrefix, StringComparison.Ordinal) =>
                await client.RunAsync(PlatformRoutes.Releases, new ReleaseRequest(update.Ref[TagPrefix.Length..], update.New), display.Show, cancellationToken),
            _ => throw new PlatformException($"The ref '{update.Ref}' is not one that the platform receives."),
        };
        if (end.Succeeded)
            display.Line($"{end.Message} ({StepText.Seconds(end.Seconds)})");
        return end.Succeeded ? RefResult.Accepted : RefResult.Refused(end.Message);
    }
}
