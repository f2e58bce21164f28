using BigBen.Console;
using BigBen.Verbs.Progress;

namespace BigBen.Verbs;

/// <summary>Starts a run on the platform and shows it to its end.</summary>
internal static class RunView
{
    public static async Task ShowAsync<TRequest>(
        Session session, PlatformClient client, string route, TRequest request, CancellationToken cancellationToken)
    {
        RunFinished end;
        await using (var display = session.Display())
            end = await client.RunAsync(route, request, display.Show, cancellationToken);
        if (!end.Succeeded)
            throw new PlatformException(end.Message);
        await session.Output.WriteLineAsync($"{end.Message} ({StepText.Seconds(end.Seconds)})");
    }
}
