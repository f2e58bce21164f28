using System.Net;
using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.ServiceB.Tests;

/// <summary>Greetings of a service B that runs with its own patience.</summary>
internal static class Greetings
{
    /// <summary>
    /// Its answer once service A was fast enough for it: on a busy machine an answer may take longer than it waits, and its circuit may
    /// open for that.
    /// </summary>
    /// <param name="serviceB">Is asked.</param>
    /// <param name="traceParent">The caller's trace; null for none.</param>
    public static async Task<string> GreetingAsync(this ServiceProcess serviceB, string? traceParent = null)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/ping_service_a");
            if (traceParent is not null)
                request.Headers.Add("traceparent", traceParent);
            using var response = await serviceB.Public.SendAsync(request, deadline.Token);
            if (response.StatusCode is not (HttpStatusCode.GatewayTimeout or HttpStatusCode.ServiceUnavailable))
                return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(deadline.Token);
            await Task.Delay(50, deadline.Token);
        }
    }
}
