using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Http.Requests;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Manifests.Validation;

namespace BigBen.ApiServer.Http.Handlers;

/// <summary>A pod's log, as text.</summary>
/// <param name="store">Where the pod is.</param>
/// <param name="logs">Where its log is.</param>
/// <param name="clock">Counts back from now.</param>
internal sealed class LogHandler(IObjectStore store, IPodLogs logs, TimeProvider clock)
{
    /// <summary>Answers with the log.</summary>
    /// <exception cref="StatusException">There is no such pod, container or run of it.</exception>
    public async Task HandleAsync(ApiRequest request)
    {
        var query = request.Query;
        var (seconds, time) = (query.Number("sinceSeconds"), Time(query.Text("sinceTime")));
        var (tail, limit) = (query.Number("tailLines"), query.Number("limitBytes"));
        if (Errors(tail, limit, seconds, time).ToList() is { Count: > 0 } errors)
            throw Failures.Invalid("", "PodLogOptions", request.Name, errors);
        var since = seconds is { } ago ? Ago(ago) : time;
        var pod = store.Find(request.Resource, request.Namespace, request.Name) ?? throw Failures.NotFound(request.Resource, request.Name);
        var container = PodContainer.Asked(pod, request);
        var options = new LogOptions(container, query.Flag("follow"), query.Flag("previous"), query.Flag("timestamps"), since, tail, limit);
        await using var log = await logs.OpenAsync(pod, options, request.Aborted) ?? throw NoRun(pod, options);
        var response = request.Context.Response;
        response.ContentType = "text/plain";
        await response.StartAsync(request.Aborted);
        await CopyAsync(log, response.Body, request.Aborted);
    }

    // The order and the words are those of Kubernetes, which writes the path of no field as "[]".
    private static IEnumerable<FieldError> Errors(long? tail, long? limit, long? seconds, DateTimeOffset? time)
    {
        if (tail < 0)
            yield return FieldError.Invalid("tailLines", tail, "must be greater than or equal to 0");
        if (limit < 1)
            yield return FieldError.Invalid("limitBytes", limit, "must be greater than 0");
        if (seconds is not null && time is not null)
            yield return FieldError.Forbidden("[]", "at most one of `sinceTime` or `sinceSeconds` may be specified");
        else if (seconds < 1)
            yield return FieldError.Invalid("sinceSeconds", seconds, "must be greater than 0");
    }

    private DateTimeOffset Ago(long seconds)
    {
        // Nothing is older.
        var now = clock.GetUtcNow();
        return now - TimeSpan.FromSeconds(Math.Min(seconds, now.ToUnixTimeSeconds()));
    }

    private static DateTimeOffset? Time(string? text)
    {
        if (text is null)
            return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw Failures.BadRequest($"parsing time \"{text}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{text}\" as \"2006\"");
    }

    private static StatusException NoRun(JsonElement pod, LogOptions options)
    {
        var waits = pod.ItemsAt("status", "containerStatuses").Concat(pod.ItemsAt("status", "initContainerStatuses"))
            .FirstOrDefault(status => status.TextAt("name") == options.Container).TextAt("state", "waiting", "reason");
        return Failures.BadRequest(
            options.Previous
                ? $"previous terminated container \"{options.Container}\" in pod \"{pod.Text("name")}\" not found"
                : $"container \"{options.Container}\" in pod \"{pod.Text("name")}\" is waiting to start: {waits ?? "ContainerCreating"}");
    }

    // What a follower reads is sent at once: a line must not wait for the next one.
    private static async Task CopyAsync(Stream log, Stream to, CancellationToken aborted)
    {
        try
        {
            var buffer = new byte[32 * 1024];
            while (await log.ReadAsync(buffer, aborted) is > 0 and var read)
            {
                await to.WriteAsync(buffer.AsMemory(0, read), aborted);
                await to.FlushAsync(aborted);
            }
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            // Nobody reads any more: that is how a follower ends.
        }
    }
}
