using BigBen.ApiServer.Audit;
using BigBen.ApiServer.Http.Requests;

namespace BigBen.ApiServer.Http;

/// <summary>Keeps the requests that change something, or open a connection into a pod, in the audit log.</summary>
/// <param name="log">The audit log.</param>
/// <param name="clock">The time.</param>
internal sealed class AuditedRequests(AuditLog log, TimeProvider clock)
{
    // Where nobody was answered: nginx' code for a client that went away before.
    private const int NotAnswered = 499;

    /// <summary>Runs a request; its event is in the log before the first byte of the answer is sent.</summary>
    /// <param name="context">The request.</param>
    /// <param name="info">What it is about; null when it is not a resource.</param>
    /// <param name="handleAsync">Answers it.</param>
    public async Task RunAsync(HttpContext context, RequestInfo? info, Func<AuditEvent?, Task> handleAsync)
    {
        if (!AuditEvent.IsDue(context.Request, info))
        {
            await handleAsync(null);
            return;
        }

        var audited = new AuditEvent(context.Request, info, clock.GetUtcNow());
        context.Response.Headers["Audit-Id"] = audited.Id;
        var isOpen = true;
        context.Response.OnStarting(() =>
        {
            isOpen = context.Response.StatusCode == StatusCodes.Status101SwitchingProtocols;
            Write(isOpen ? AuditEvent.Started : AuditEvent.Complete, context.Response.StatusCode);
            return Task.CompletedTask;
        });
        try
        {
            await handleAsync(audited);
        }
        finally
        {
            if (isOpen)
                Write(AuditEvent.Complete, context.Response.HasStarted ? context.Response.StatusCode : NotAnswered);
        }

        void Write(string stage, int code) => log.Write(audited.ToLine(stage, code, clock.GetUtcNow()));
    }
}
