using System.Security.Cryptography;
using BigBen.ApiServer.Resources;
using BigBen.Foundation.Processes;
using BigBen.Tests.Ingress;
using BigBen.Tests.Kubelet;
using k8s;

namespace BigBen.Tests.ApiServer.Streaming;

public class RemoteCommandTests
{
    private const string V4 = "v4.channel.k8s.io";
    private const string V5 = "v5.channel.k8s.io";
    private const string Sleeps = "exec sleep 1000";

    [Fact]
    public async Task A_command_has_its_streams_apart_and_its_exit_code_arrives()
    {
        await using var node = await ServedNode.StartAsync(PodYaml.Shell("a", Sleeps));

        using var fails = await node.ConnectAsync(Exec("echo out; echo err >&2; exit 3"), V5, V4);
        using var succeeds = await node.ConnectAsync(Exec("true"), V4);
        using var killed = await node.ConnectAsync(Exec("kill -9 $$"), V5);

        (await fails.ExitCodeAsync()).ShouldBe(3);
        fails.Protocol.ShouldBe(V5);
        (fails.Text(1), fails.Text(2)).ShouldBe(("out\n", "err\n"));
        var status = await fails.StatusAsync();
        ((string?)status["reason"]).ShouldBe("NonZeroExitCode");
        ((string?)status["details"]!["causes"]![0]!["reason"]).ShouldBe("ExitCode");
        (await succeeds.StatusAsync()).ToJsonString().ShouldBe("""{"metadata":{},"status":"Success"}""");
        succeeds.Protocol.ShouldBe(V4);
        (await killed.ExitCodeAsync()).ShouldBe(137);
    }

    [Fact]
    public async Task KubernetesClient_runs_one_and_is_told_its_exit_code()
    {
        await using var node = await ServedNode.StartAsync(PodYaml.Shell("a", Sleeps));
        var (output, error) = ("", "");

        var code = await node.Client.NamespacedPodExecAsync(
            "a",
            ServedNode.Namespace,
            "main",
            ["sh", "-c", "read line; echo got $line; echo err >&2; exit 5"],
            tty: false,
            async (input, standardOutput, standardError) =>
            {
                await input.WriteAsync("hello\n"u8.ToArray());
                output = await new StreamReader(standardOutput).ReadToEndAsync();
                error = await new StreamReader(standardError).ReadToEndAsync();
            },
            CancellationToken.None);

        (code, output, error).ShouldBe((5, "got hello\n", "err\n"));
    }

    [Fact]
    public async Task A_command_runs_as_the_program_of_its_container_does()
    {
        await using var node = await ServedNode.StartAsync(PodYaml.Shell(
            "a",
            """
            env | sort > $TMPDIR/env; pwd >> $TMPDIR/env; id >> $TMPDIR/env
            touch $TMPDIR/up
            exec sleep 1000
            """,
            container: $$"""
            env: [{ name: GREETING, value: "hello world" }]
            ports: [{ name: http, containerPort: 8011 }]
            {{PodYaml.ReadyOnceUp}}
            """));

        using var command = await node.ConnectAsync(Exec("env | sort; pwd; id"), V5);
        (await command.ExitCodeAsync()).ShouldBe(0, command.Text(2));

        // A shell adds a few of its own.
        var own = (await File.ReadAllLinesAsync(Path.Combine(node.TemporaryOf("a"), "env"))).Where(line => !line.StartsWith('_'));
        var lines = command.Text(1).TrimEnd('\n').Split('\n').Where(line => !line.StartsWith("BIGBEN_EXEC=") && !line.StartsWith('_'));
        lines.ShouldBe(own);
        lines.ShouldContain("GREETING=hello world");
        lines.ShouldContain(line => line.StartsWith("HTTP_PORT=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Input_of_any_bytes_and_any_length_arrives_and_its_end_too()
    {
        await using var node = await ServedNode.StartAsync(PodYaml.Shell("a", Sleeps));
        var sent = RandomNumberGenerator.GetBytes(3_000_001);

        using var command = await node.ConnectAsync($"{Exec("cat")}&stdin=true", V5);
        foreach (var piece in sent.Chunk(70_000))
            await command.SendAsync(0, piece);
        await command.SendAsync(255, 0);

        (await command.ExitCodeAsync()).ShouldBe(0);
        command.Bytes(1).SequenceEqual(sent).ShouldBeTrue($"{command.Bytes(1).Length} of {sent.Length} bytes, or others");
    }

    [Fact]
    public async Task A_command_that_does_not_read_its_input_ends_all_the_same()
    {
        await using var node = await ServedNode.StartAsync(PodYaml.Shell("a", Sleeps));

        using var command = await node.ConnectAsync($"{Exec("exit 4")}&stdin=true", V5);
        for (var i = 0; i < 40 && !command.Closed.IsCompleted; i++)
            await command.TrySendAsync(0, new byte[50_000]);

        (await command.ExitCodeAsync()).ShouldBe(4);
    }

    [Theory]
    [InlineData("echo up; exec sleep 1000", "")]
    [InlineData("trap '' TERM; echo up; while :; do sleep 0.1; done", "")]
    [InlineData("sleep 1000 & echo up; wait", "")]
    [InlineData("trap '' TERM; echo up; exec sleep 1000", "&stdin=true")]
    [InlineData("echo up; exec sleep 1000", "&tty=true&stdin=true")]
    public async Task A_client_that_goes_away_ends_the_command_and_all_that_it_started(string script, string more)
    {
        await using var node = await ServedNode.StartAsync(PodYaml.Shell("a", Sleeps));
        using var command = await node.ConnectAsync(Exec(script) + more, V5);
        await command.UntilAsync(1, "up");
        await ServedNode.UntilAsync(() => node.Commands.Count > 0);

        command.Abort();

        await ServedNode.UntilAsync(() => node.Commands.Count == 0);
        node.Find("a")!.Value.HasCondition("Ready").ShouldBeTrue();
    }

    [Fact]
    public async Task A_client_that_goes_away_is_noticed_also_while_nobody_reads_what_it_sends()
    {
        await using var node = await ServedNode.StartAsync(PodYaml.Shell("a", Sleeps));
        using var command = await node.ConnectAsync($"{Exec("echo up; exec sleep 1000")}&stdin=true", V5);
        await command.UntilAsync(1, "up");
        var sending = command.TrySendAsync(0, new byte[20_000_000]);

        command.Abort();

        await sending;
        await ServedNode.UntilAsync(() => node.Commands.Count == 0);
    }

    [Fact]
    public async Task The_end_of_its_pod_ends_a_command()
    {
        await using var node = await ServedNode.StartAsync(PodYaml.Shell("a", "trap 'exit 0' TERM; while :; do sleep 0.05; done"));
        using var command = await node.ConnectAsync(Exec("trap '' TERM; echo up; while :; do sleep 0.1; done"), V5);
        await command.UntilAsync(1, "up");

        node.Delete("a", grace: 30);

        (await command.ExitCodeAsync()).ShouldBe(137);
        await ServedNode.UntilAsync(() => node.Commands.Count == 0);
    }

    [Fact]
    public async Task What_a_command_leaves_running_ends_with_it()
    {
        await using var node = await ServedNode.StartAsync(PodYaml.Shell("a", Sleeps));

        using var command = await node.ConnectAsync(Exec("sleep 1000 & echo done"), V5);

        (await command.ExitCodeAsync()).ShouldBe(0);
        command.Text(1).ShouldBe("done\n");
        await ServedNode.UntilAsync(() => node.Commands.Count == 0);
    }

    [Fact]
    public async Task A_terminal_is_one_that_can_be_typed_in()
    {
        await using var node = await ServedNode.StartAsync(PodYaml.Shell("a", Sleeps));

        using var command = await node.ConnectAsync("a/exec?command=sh&stdin=true&stdout=true&stderr=true&tty=true", V5);
        await command.SendAsync(0, "tty && echo is-a-$((1+1))-tty; echo $TERM; echo error >&2; exit 5\r");

        (await command.ExitCodeAsync()).ShouldBe(5);
        command.Text(1).ShouldContain("is-a-2-tty");
        command.Text(1).ShouldContain("/dev/pts/");
        command.Text(1).ShouldContain("xterm");
        command.Text(1).ShouldContain("\r\nerror\r\n");
        command.Bytes(2).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_terminal_has_the_size_that_it_is_told_and_its_keys_work()
    {
        // As the platform's process does: tests may be started in the background too.
        Signals.HeedKeys();
        await using var node = await ServedNode.StartAsync(PodYaml.Shell("a", Sleeps));
        const string script = "trap 'stty size' WINCH; stty size; echo ready; while :; do sleep 0.05; done";

        using var command = await node.ConnectAsync($"{Exec(script)}&stdin=true&tty=true", V5);
        await command.UntilAsync(1, "ready");
        await command.SendAsync(4, """{"Width":91,"Height":33}""");
        await command.UntilAsync(1, "33 91");
        await command.SendAsync(4, """{"Width":120,"Height":50}""");
        await command.UntilAsync(1, "50 120");
        // Ctrl-C
        await command.SendAsync(0, 3);

        (await command.ExitCodeAsync()).ShouldBe(130);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_told_as_a_failure()
    {
        await using var node = await ServedNode.StartAsync(PodYaml.Shell("a", Sleeps));

        using var command = await node.ConnectAsync("a/exec?command=nope&stdout=true", V5);

        var status = await command.StatusAsync();
        ((string?)status["reason"]).ShouldBe("InternalError");
        ((string)status["message"]!).ShouldContain("exec: \"nope\": executable file not found in $PATH");
    }

    [Fact]
    public async Task One_that_is_attached_reads_what_is_written_from_then_on_until_the_end()
    {
        await using var node = await ServedNode.StartAsync(PodYaml.Shell(
            "a",
            """
            echo before
            while test ! -e $TMPDIR/go; do sleep 0.02; done
            while test ! -e $TMPDIR/end; do echo after; echo wrong >&2; sleep 0.02; done
            """,
            pod: "restartPolicy: Never"));
        await Eventually.TrueAsync(async () =>
        {
            using var log = new StreamReader(await node.Client.CoreV1.ReadNamespacedPodLogAsync("a", ServedNode.Namespace));
            return await log.ReadToEndAsync() == "before\n";
        });

        using var attached = await node.ConnectAsync("a/attach?stdout=true&stderr=true", V5);
        var go = Path.Combine(node.TemporaryOf("a"), "go");
        await File.WriteAllTextAsync(go, "");
        await attached.UntilAsync(1, "wrong");
        attached.Closed.IsCompleted.ShouldBeFalse();
        await File.WriteAllTextAsync(Path.Combine(node.TemporaryOf("a"), "end"), "");

        ((string?)(await attached.StatusAsync())["status"]).ShouldBe("Success");
        // What it wrote before, or while the client came, is not told.
        attached.Text(1).ShouldMatch(@"^(after\n)?wrong\n(after\nwrong\n)*\z");
    }

    private static string Exec(string script) =>
        $"a/exec?command=sh&command=-c&command={Uri.EscapeDataString(script)}&stdout=true&stderr=true";
}
