using System.Diagnostics;
using BigBen.Ingress.Forwarding;
using BigBen.Ingress.Routing;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace BigBen.Ingress;

/// <summary>Passes requests on to the pods of a Service, counts them, and says why there is none.</summary>
/// <param name="forwarder">Chooses a pod.</param>
/// <param name="diagnosis">Knows why there is none.</param>
/// <param name="metrics">Counts.</param>
internal sealed class ServiceHandler(Forwarder forwarder, Diagnosis diagnosis, RouterMetrics metrics)
{
    public async Task AnswerAsync(HttpContext context, ServiceRoute route, HttpTransformer transformer)
    {
        var start = Stopwatch.GetTimestamp();
        var result = ForwardResult.Failed;
        if (route.Backend is { } backend)
            result = await forwarder.ToPodAsync(context, backend, route.ResponseTimeout, transformer, AnswerNoneAsync);
        else
            await UnavailableAsync(context, diagnosis.WhyNoPort(route));
        if (result != ForwardResult.Cancelled && !IsTunnel(context))
        {
            metrics.Record(
                route.Namespace,
                route.Service,
                result == ForwardResult.Failed || context.Response.StatusCode >= StatusCodes.Status500InternalServerError,
                Stopwatch.GetElapsedTime(start));
        }
    }

    private Task AnswerNoneAsync(HttpContext context, Backend backend, string? failure) => UnavailableAsync(
        context,
        failure is null
            ? $"{backend.Service} in {backend.Namespace} has no ready pod: {diagnosis.WhyNoPod(backend)}."
            : $"{backend.Service} in {backend.Namespace} cannot be connected to: {failure}.");

    private static Task UnavailableAsync(HttpContext context, string detail) =>
        Problem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, detail);

    // How long a WebSocket stays open says nothing about the Service.
    private static bool IsTunnel(HttpContext context) =>
        context.Response.StatusCode == StatusCodes.Status101SwitchingProtocols
        || context.Features.Get<IHttpExtendedConnectFeature>()?.IsExtendedConnect == true;
}
