
namespace BigBen.Bootstrap.Kind;

/// <summary>The log of an Application's pods, as kubectl tells it: the lines, each behind the pod's name.</summary>
internal static class KindLogs
{
    public static async Task CopyAsync(ArgoApplications argo, KindSettings settings, string name, int tail, bool follow, HttpContext http)
    {
        var applications = await argo.ListAsync(http.RequestAborted);
        if (applications.FirstOrDefault(application => application.Name == name) is not { } found)
        {
            await Results.Problem(
                $"There is no Application '{name}'; there are: {string.Join(", ", applications.Select(application => application.Name))}.",
                statusCode: StatusCodes.Status404NotFound).ExecuteAsync(http);
            return;
        }

        http.Response.ContentType = "text/plain; charset=utf-8";
        await http.Response.StartAsync(http.RequestAborted);
        using var oneAtATime = new SemaphoreSlim(1, 1);
        string[] more = follow ? ["--follow"] : [];
        var command = settings.Kubectl(
            [
                "logs", "--namespace", found.Namespace, "--selector", $"app.kubernetes.io/instance={found.Release}", "--prefix",
                "--max-log-requests", "20", "--tail", $"{tail}", .. more,
            ]) with
        {
            OnLine = line =>
            {
                oneAtATime.Wait(http.RequestAborted);
                try
                {
                    http.Response.WriteAsync($"{line}\n", http.RequestAborted).GetAwaiter().GetResult();
                    http.Response.Body.FlushAsync(http.RequestAborted).GetAwaiter().GetResult();
                }
                finally
                {
                    oneAtATime.Release();
                }
            },
        };
        await command.RunAsync(http.RequestAborted);
    }
}
