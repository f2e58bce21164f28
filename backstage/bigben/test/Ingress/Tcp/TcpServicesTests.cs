using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Resources;
using BigBen.Tests.ApiServer;

namespace BigBen.Tests.Ingress.Tcp;

public class TcpServicesTests
{
    [Fact]
    public async Task What_either_side_says_is_passed_on_and_so_is_the_end_of_one_side_alone()
    {
        await using var test = await TestIngress.StartAsync();
        using var pod = Pod(test);
        using var client = await ConnectAsync(test, "db");
        using var served = await pod.AcceptSocketAsync().WaitAsync(Eventually.Deadline);

        await client.SendAsync("a question"u8.ToArray());
        client.Shutdown(SocketShutdown.Send);

        (await ReadAsync(served)).ShouldBe("a question");
        await served.SendAsync("the answer"u8.ToArray());
        served.Close();
        (await ReadAsync(client)).ShouldBe("the answer");
    }

    [Fact]
    public async Task A_connection_that_breaks_is_broken_for_the_other_side_too()
    {
        await using var test = await TestIngress.StartAsync();
        using var pod = Pod(test);
        using var client = await ConnectAsync(test, "db");
        using var served = await pod.AcceptSocketAsync().WaitAsync(Eventually.Deadline);

        served.Close(timeout: 0);

        (await Should.ThrowAsync<SocketException>(() => ReadAsync(client))).SocketErrorCode.ShouldBe(SocketError.ConnectionReset);
    }

    [Fact]
    public async Task A_Service_refuses_while_it_has_no_pod_and_takes_connections_as_soon_as_it_has_one()
    {
        await using var test = await TestIngress.StartAsync();
        test.Service("db");
        (await TryConnectAsync(test, "db")).ShouldBe(SocketError.ConnectionRefused);

        using var pod = Pod(test);
        (await ConnectAsync(test, "db")).Dispose();

        test.RemoveSlice("db-1");
        await Eventually.TrueAsync(async () => await TryConnectAsync(test, "db") == SocketError.ConnectionRefused);

        test.Slice("db-2", "db", PortOf(pod));
        (await ConnectAsync(test, "db")).Dispose();
    }

    [Fact]
    public async Task A_port_that_a_Service_has_no_longer_is_closed()
    {
        await using var test = await TestIngress.StartAsync();
        using var pod = Pod(test);
        (await ConnectAsync(test, "db")).Dispose();
        var before = EndpointOf(test, "db");

        test.Store.Update(TestApi.Resource("v1", "services"), "developer", "db", service =>
        {
            service["spec"]!["ports"]![0]!["port"] = 8012;
            return service;
        });

        await Eventually.TrueAsync(async () => await TryConnectAsync(before) == SocketError.ConnectionRefused);
        test.Controller.TcpAddresses().ShouldHaveSingleItem().Ports.Keys.ShouldBe([8012]);
    }

    [Fact]
    public async Task A_pod_that_cannot_be_connected_to_is_left_for_the_next_one()
    {
        await using var test = await TestIngress.StartAsync();
        using var deaf = new DeafPort();
        test.Slice("db-0", "db", deaf.Number);
        using var pod = Pod(test);
        // Where the deaf one alone is known, a connection is taken and then reset.
        await test.SeenAsync();

        for (var i = 0; i < 2; i++)
        {
            using var client = await ConnectAsync(test, "db");
            await client.SendAsync("x"u8.ToArray());
            using var served = await pod.AcceptSocketAsync().WaitAsync(Eventually.Deadline);
            (await served.ReceiveAsync(new byte[1])).ShouldBe(1);
        }
    }

    [Fact]
    public async Task Connections_end_with_the_platform_and_no_Service_keeps_its_port()
    {
        var test = await TestIngress.StartAsync();
        using var pod = Pod(test);
        using var client = await ConnectAsync(test, "db");
        var endpoint = EndpointOf(test, "db");

        await test.DisposeAsync();

        (await Should.ThrowAsync<SocketException>(() => ReadAsync(client))).SocketErrorCode.ShouldBe(SocketError.ConnectionReset);
        // A process that a parallel test is just starting holds what was closed a moment ago.
        await Eventually.TrueAsync(() => Task.FromResult(CanListen(endpoint)));
    }

    [Fact]
    public async Task Services_without_an_address_in_a_cluster_have_none_here()
    {
        await using var test = await TestIngress.StartAsync();
        Service(test, "headless", """ "clusterIP": "None", "ports": [ { "port": 1024 } ] """);
        Service(test, "elsewhere", """ "type": "ExternalName", "externalName": "db.test", "ports": [ { "port": 1024 } ] """);
        Service(test, "udp", """ "ports": [ { "name": "a", "port": 1024, "protocol": "UDP" } ] """);
        test.Service("db");

        test.Controller.TcpAddresses().ShouldHaveSingleItem().Service.ShouldBe(new NamespacedName("developer", "db"));

        test.Store.Delete(TestApi.Resource("v1", "services"), "developer", "db");
        await Eventually.TrueAsync(() => Task.FromResult(test.Controller.TcpAddresses().Count == 0));
    }

    [Fact]
    public async Task A_port_that_another_program_holds_is_another_one_and_told_once()
    {
        if (!OperatingSystem.IsLinux())
            return;
        await using var test = await TestIngress.StartAsync();
        using var other = new TcpListener(IPAddress.Any, 0);
        other.Start();
        // Held at 127.0.0.1, it is nobody's at every address.
        using var deaf = new DeafPort();
        var (port, free) = (PortOf(other), deaf.Number);
        Service(test, "db", $$""" "ports": [ { "name": "a", "port": {{port}} }, { "name": "b", "port": {{free}} } ] """);

        var address = test.Controller.TcpAddresses().ShouldHaveSingleItem();
        test.Controller.TcpAddresses().ShouldHaveSingleItem().Ports.ShouldBe(address.Ports);

        address.Ports[port].ShouldNotBe(port);
        address.Ports[free].ShouldBe(free);
        (await ToldAsync(test, "db")).ShouldStartWith(
            $"1 PortNotAvailable: By its number, port {port} is reached by HTTP alone, through http_proxy; the Service's variables name "
            + $"port {address.Ports[port]} of {address.Host}: another program listens at port {port} of every address");
    }

    [Fact]
    public async Task A_low_port_is_had_or_told()
    {
        if (!OperatingSystem.IsLinux())
            return;
        const int low = 83;
        await using var test = await TestIngress.StartAsync();
        Service(test, "web", $$""" "ports": [ { "port": {{low}} } ] """);

        if (test.Controller.TcpAddresses().ShouldHaveSingleItem().Ports[low] == low)
            Told(test, "web").ShouldBeEmpty();
        else
            (await ToldAsync(test, "web")).ShouldEndWith("the system gives ports as low as that to root alone.");
    }

    // The controller may have taken the port before the test asked for it, and tells of it just after that.
    private static async Task<string> ToldAsync(TestIngress test, string service)
    {
        await Eventually.TrueAsync(() => Task.FromResult(Told(test, service).Count > 0));
        return Told(test, service).ShouldHaveSingleItem();
    }

    private static IReadOnlyList<string> Told(TestIngress test, string service) =>
    [
        .. test.Store.List(Kinds.Events, "developer").Items
            .Where(told => told.TextAt("involvedObject", "name") == service)
            .Select(told => $"{told.NumberAt("count")} {told.TextAt("reason")}: {told.TextAt("message")}"),
    ];

    private static void Service(TestIngress test, string name, string spec) =>
        test.Store.Create(TestApi.Resource("v1", "services"), "developer", JsonNode.Parse(
            $$"""{ "metadata": { "name": "{{name}}" }, "spec": { {{spec}} } }""")!.AsObject());

    // A Service db and its pod, which listens.
    private static TcpListener Pod(TestIngress test)
    {
        var pod = new TcpListener(IPAddress.Loopback, 0);
        pod.Start();
        test.Service("db");
        test.Slice("db-1", "db", PortOf(pod));
        return pod;
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private static IPEndPoint EndpointOf(TestIngress test, string service)
    {
        var address = test.Controller.TcpAddresses().Single(address => address.Service.Name == service);
        return new IPEndPoint(IPAddress.Parse(address.Host), address.Ports[8011]);
    }

    private static async Task<Socket> ConnectAsync(TestIngress test, string service)
    {
        Socket? connected = null;
        await Eventually.TrueAsync(async () =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(EndpointOf(test, service));
                connected = socket;
                return true;
            }
            catch (SocketException)
            {
                socket.Dispose();
                return false;
            }
        });
        return connected!;
    }

    private static bool CanListen(IPEndPoint endpoint)
    {
        using var listener = new TcpListener(endpoint);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }

    private static Task<SocketError> TryConnectAsync(TestIngress test, string service) => TryConnectAsync(EndpointOf(test, service));

    private static async Task<SocketError> TryConnectAsync(IPEndPoint endpoint)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(endpoint);
            return SocketError.Success;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
    }

    internal static async Task<string> ReadAsync(Socket socket)
    {
        var said = new MemoryStream();
        var buffer = new byte[100];
        using var late = new CancellationTokenSource(Eventually.Deadline);
        while (await socket.ReceiveAsync(buffer, late.Token) is > 0 and var count)
            said.Write(buffer, 0, count);
        return Encoding.UTF8.GetString(said.ToArray());
    }
}
