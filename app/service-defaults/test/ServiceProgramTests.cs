using System.Net;
using System.Net.Sockets;
using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.ServiceDefaults.Tests;

public class ServiceProgramTests
{
    private const string Assembly = "BigBen.ServiceDefaults.Tests.dll";

    [Fact]
    public async Task A_bad_setting_is_one_sentence_on_standard_error_and_exit_code_1()
    {
        var (exitCode, error) = await ServiceProcess.RunAsync(Assembly, ("HTTP_PORT", "abc"));
        exitCode.ShouldBe(1);
        error.ShouldBe("HTTP_PORT is 'abc': give a port number from 0 to 65535.");
    }

    [Fact]
    public async Task What_is_no_command_is_refused_and_not_served()
    {
        var (exitCode, error) = await ServiceProcess.RunWithAsync(Assembly, "migrateee");
        exitCode.ShouldBe(1);
        error.ShouldBe("'migrateee' is not a command of this program.");
    }

    [Fact]
    public async Task A_port_in_use_is_one_sentence_and_exit_code_1()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var (exitCode, error) = await ServiceProcess.RunAsync(Assembly, ("MANAGEMENT_PORT", $"{port}"));
        exitCode.ShouldBe(1);
        error.ShouldBe($"The service cannot listen: Failed to bind to address http://127.0.0.1:{port}: address already in use; "
            + "give free ports of this machine by HTTP_PORT, MANAGEMENT_PORT and BIND_ADDRESS.");
    }

    [Fact]
    public async Task The_start_says_what_runs_and_where_whatever_the_base_image_sets()
    {
        await using var service = await ServiceProcess.StartAsync(
            Assembly, ("APP_VERSION", "v1.2.3"), ("ASPNETCORE_HTTP_PORTS", "8080"));
        // Kestrel tells of its heartbeat where the machine stood still for a second.
        var line = service.Log.Where(line => !line.GetProperty("message").GetString()!.Contains("heartbeat")).ShouldHaveSingleItem();
        line.GetProperty("message").GetString().ShouldStartWith("specimen v1.2.3 (revision ");
        (await service.Public.GetAsync("/health")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task It_takes_none_of_the_machines_few_watchers_of_files()
    {
        await using var service = await ServiceProcess.StartAsync(Assembly);
        Directory.GetFiles($"/proc/{service.Id}/fd").Select(file => new FileInfo(file).LinkTarget ?? "")
            .ShouldAllBe(target => !target.Contains("inotify"));
    }
}
