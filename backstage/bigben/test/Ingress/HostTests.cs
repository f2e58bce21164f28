using System.Net;
using System.Net.Http.Json;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Resources;
using BigBen.Foundation;
using BigBen.Ingress;
using BigBen.Tests.ApiServer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace BigBen.Tests.Ingress;

public class HostTests
{
    [Fact]
    public async Task An_unknown_host_gets_a_problem_that_lists_the_known_ones()
    {
        await using var test = await TestIngress.StartAsync();
        test.Ingress("A.test", "a");
        test.Controller.MapHost("console.test", context => context.Response.WriteAsync("console"));
        await Eventually.TrueAsync(() => Task.FromResult(test.Controller.Hosts.Count == 2));

        var response = await test.Client.GetAsync("http://nowhere.test/x");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
        problem["status"]!.GetValue<int>().ShouldBe(404);
        problem["detail"]!.ToString().ShouldContain("nowhere.test");
        problem["hosts"]!.ToJsonString().ShouldBe("""["a.test","console.test"]""");
        (await test.Client.GetStringAsync("http://Console.test/")).ShouldBe("console");
    }

    [Fact]
    public async Task A_route_that_leads_nowhere_says_what_is_missing()
    {
        await using var test = await TestIngress.StartAsync();
        test.Ingress("a.test", "a");
        await Eventually.TrueAsync(() => Task.FromResult(test.Controller.Hosts.Count == 1));
        (await test.ProblemAsync("http://a.test/")).ShouldBe((503, "There is no Service a in developer."));

        test.Write("v1", "services", "developer", """
            { "metadata": { "name": "a" }, "spec": { "selector": { "app": "a" }, "ports": [ { "name": "other", "port": 1 } ] } }
            """);
        await test.SeenAsync();
        (await test.ProblemAsync("http://a.test/")).ShouldBe((503, "Service a in developer has no port http."));
        await test.TrafficAsync(span => span.Errors, 2);
    }

    [Fact]
    public async Task An_Ingress_says_that_it_is_served_at_localhost()
    {
        await using var test = await TestIngress.StartAsync();
        test.Ingress("a.test", "a");

        await Eventually.TrueAsync(() => Task.FromResult(
            test.Store.Find(TestApi.Resource("networking.k8s.io/v1", "ingresses"), "developer", "a.test")?.At("status") is { } status
            && status.GetRawText() == """{"loadBalancer":{"ingress":[{"hostname":"localhost"}]}}"""));
    }

    [Theory]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: a.test\r\n", "'OPTIONS *' names no path.")]
    [InlineData("GET / HTTP/1.1\r\nHost: a.test:99999\r\n", "The host 'a.test:99999' has a port that is not a number from 0 to 65535.")]
    [InlineData("CONNECT /x HTTP/1.1\r\nHost: a.test\r\n", "'CONNECT /x' asks for a tunnel, and this is not a proxy.")]
    [InlineData("GET / HTTP/1.1\r\nHost: console.test:99999\r\n", "has a port that is not a number")]
    [InlineData("POST /count HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", "Bad chunk size data.")]
    [InlineData("POST /count HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\nxyz\r\n", "Bad chunk size")]
    public async Task What_is_no_request_is_the_client_s_own_fault(string request, string detail)
    {
        await using var test = await (await TestIngress.StartAsync()).WithWebAsync();
        test.Controller.MapHost("console.test", context => context.Response.WriteAsync("console"));
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, test.Controller.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            request.Contains("\r\n\r\n", StringComparison.Ordinal) ? request : $"{request}Connection: close\r\n\r\n"));

        var answer = await new StreamReader(stream).ReadToEndAsync().WaitAsync(Eventually.Deadline);

        answer.ShouldStartWith("HTTP/1.1 400 ");
        answer.ShouldContain("application/problem+json");
        answer.ShouldContain(detail);
    }

    [Theory]
    [InlineData("a.test.")]
    [InlineData("A.test.:80")]
    public async Task A_host_may_be_written_in_full(string host)
    {
        await using var test = await (await TestIngress.StartAsync()).WithWebAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://a.test/version");
        request.Headers.TryAddWithoutValidation("Host", host);

        (await test.Client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_port_in_use_is_told_by_its_number()
    {
        await using var test = await TestIngress.StartAsync();

        var error = await Should.ThrowAsync<PlatformException>(() => IngressController.StartAsync(
            test.Store, test.Controller.Port, TimeProvider.System, NullLogger.Instance, CancellationToken.None));
        error.Message.ShouldBe(
            $"Port {test.Controller.Port} on loopback is already in use. "
            + "Stop the program that listens there, or choose another port with --port.");
    }

    [Fact]
    public async Task Both_loopback_addresses_are_served_and_no_other()
    {
        await using var test = await TestIngress.StartAsync();
        test.Controller.MapHost("console.test", context => context.Response.WriteAsync("console"));
        (await test.Client.GetStringAsync("http://console.test/")).ShouldBe("console");
        if (Socket.OSSupportsIPv6)
        {
            using var six = TestIngress.NewClient(() => test.Controller.Port, IPAddress.IPv6Loopback);
            (await six.GetStringAsync("http://console.test/")).ShouldBe("console");
        }

        var listening = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners()
            .Where(endpoint => endpoint.Port == test.Controller.Port).ToList();
        listening.ShouldNotBeEmpty();
        listening.ShouldAllBe(endpoint => IPAddress.IsLoopback(endpoint.Address));
    }
}
