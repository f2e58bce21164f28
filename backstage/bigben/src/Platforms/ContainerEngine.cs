namespace BigBen.Platforms;

/// <summary>Looks for a container engine.</summary>
public static class ContainerEngine
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The engine that answers, <c>docker</c> or <c>podman</c>; null where none does. A client without its engine is none.
    /// </summary>
    public static async Task<string?> FindAsync(CancellationToken cancellationToken)
    {
        foreach (var engine in new[] { "docker", "podman" })
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(AnswerTimeout);
            try
            {
                if ((await new Command(engine, "info", "--format", "{{.ID}}").RunAsync(deadline.Token)).Succeeded)
                    return engine;
            }
            catch (PlatformException)
            {
                // Not installed.
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Installed, but its engine hangs: as good as none.
            }
        }

        return null;
    }
}
