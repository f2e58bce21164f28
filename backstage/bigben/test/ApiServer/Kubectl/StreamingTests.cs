using System.Text.RegularExpressions;
using BigBen.Foundation;
using BigBen.Kubelet;
using BigBen.Tests.ApiServer.Streaming;
using BigBen.Tests.Kubelet;

namespace BigBen.Tests.ApiServer.Kubectl;

/// <summary>What a real kubectl makes of connections to pods.</summary>
public partial class StreamingTests
{
    private const int Requests = 1000;

    [KubectlFact]
    public async Task Exec_brings_output_input_and_exit_code()
    {
        await using var node = await ServedNode.StartAsync(PodYaml.Shell("a", "exec sleep 1000"));

        var fails = await RunAsync(node, null, "exec", "a", "--", "sh", "-c", "echo out; echo err >&2; exit 7");
        fails.Output.ShouldBe("out\n");
        fails.Error.ShouldStartWith("err\n");
        fails.Error.ShouldContain("command terminated with exit code 7");
        fails.ExitCode.ShouldBe(7);
        var long1 = string.Concat(Enumerable.Range(0, 50_000).Select(line => $"line {line}\n"));
        (await RunAsync(node, long1, "exec", "-i", "a", "--", "cat")).Output.ShouldBe(long1);
        (await RunAsync(node, null, "exec", "a", "--", "nope")).Error.ShouldContain("executable file not found");
        (await RunAsync(node, null, "exec", "b", "--", "true")).Error.ShouldContain("pods \"b\" not found");
        (await RunAsync(node, null, "auth", "can-i", "create", "pods/exec")).Output.Trim().ShouldBe("yes");
    }

    [KubectlFact]
    public async Task Attach_with_input_and_debug_say_that_there_is_no_such_thing()
    {
        await using var node = await ServedNode.StartAsync(PodYaml.Shell("a", "exec sleep 1000"));

        var attached = await RunAsync(node, "", "attach", "-i", "a");
        attached.ExitCode.ShouldBe(1);
        attached.Error.ShouldContain("has no standard input and no terminal");
        var debugged = await RunAsync(node, null, "debug", "a", "--image=shell:v1");
        debugged.ExitCode.ShouldBe(1, debugged.Error);
        debugged.Error.ShouldNotContain("panic");
    }

    [KubectlFact]
    public async Task Run_with_input_says_at_once_that_a_pod_has_none()
    {
        await using var node = await ServedNode.StartAsync(PodYaml.Shell("a", "exec sleep 1000"));

        var run = await RunAsync(node, "", "run", "b", "-i", "--image=shell:v1", "--", "true");

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("pods \"b\" is forbidden: spec.containers[0].stdin is not supported by the local platform");
        (await RunAsync(node, null, "get", "pod", "b")).Error.ShouldContain("not found");
    }

    [KubectlFact]
    public async Task Debug_of_a_node_makes_its_pod_and_says_that_it_has_no_terminal()
    {
        await using var node = await ServedNode.StartAsync(PodYaml.Shell("a", "exec sleep 1000"));

        var made = await RunAsync(node, null, "debug", $"node/{NodeAgent.NodeName}", "--image=shell:v1", "--", "echo from the node");
        made.ExitCode.ShouldBe(0, made.Error);
        var asked = await RunAsync(node, "", "debug", $"node/{NodeAgent.NodeName}", "-it", "--image=shell:v1");
        asked.ExitCode.ShouldBe(1);
        asked.Error.ShouldContain("spec.containers[0].stdin is not supported by the local platform");
    }

    [KubectlFact]
    public async Task Each_container_of_a_pod_has_its_log_and_its_commands()
    {
        await using var node = await ServedNode.StartAsync(
            $$"""
            apiVersion: v1
            kind: Pod
            metadata: { name: a }
            spec:
              initContainers: [ { name: first, image: shell:v1, args: [echo from first] } ]
              containers:
              - name: one
                image: shell:v1
                args: [echo from one; touch $TMPDIR/up; exec sleep 1000]
                {{PodYaml.ReadyOnceUp}}
                env: [ { name: WHO, value: one } ]
              - name: two
                image: shell:v1
                args: [echo from two; touch $TMPDIR/up; exec sleep 1000]
                {{PodYaml.ReadyOnceUp}}
                env: [ { name: WHO, value: two } ]
            """);

        (await RunAsync(node, null, "logs", "a", "-c", "two")).Output.ShouldBe("from two\n");
        // In whatever order kubectl asks for them.
        (await RunAsync(node, null, "logs", "a", "--all-containers")).Output.Split('\n').Order()
            .ShouldBe(["", "from first", "from one", "from two"]);
        (await RunAsync(node, null, "exec", "a", "-c", "two", "--", "sh", "-c", "echo $WHO")).Output.ShouldBe("two\n");
        (await RunAsync(node, null, "exec", "a", "-c", "first", "--", "true")).Error.ShouldContain("container not found (\"first\")");
        (await RunAsync(node, null, "get", "pod", "a", "--no-headers")).Output.ShouldMatch("^a +2/2 +Running +0 ");
    }

    [KubectlFact]
    public async Task Exec_in_a_terminal_has_one()
    {
        await using var node = await ServedNode.StartAsync(PodYaml.Shell("a", "exec sleep 1000"));
        var kubectl = Kubectl.CommandFor(node.Kubeconfig, "-n", ServedNode.Namespace, "exec", "-it", "a", "--", "sh");
        // util-linux' script gives kubectl a terminal, whose size is set before.
        var line = $"stty rows 41 cols 97; {kubectl.Program} {string.Join(' ', kubectl.Arguments)}";
        var terminal = kubectl with { Program = "script", Arguments = ["-qec", line, "/dev/null"] };

        // kubectl tells the size beside what it runs, and not before.
        const string Sized = "n=0; while [ \"$(stty size)\" = '0 0' ] && [ $n -lt 1000 ]; do n=$((n+1)); sleep 0.05; done";
        var result = await Kubectl.RunAsync(terminal with { Input = $"tty; {Sized}; stty size; exit 6\n" });

        result.Output.ShouldContain("/dev/pts/");
        result.Output.ShouldContain("41 97");
        result.ExitCode.ShouldBe(6, result.Output);
    }

    [KubectlFact]
    public async Task Cp_brings_files_both_ways()
    {
        await using var node = await ServedNode.StartAsync(PodYaml.Shell("a", "exec sleep 1000"));
        var sent = System.Security.Cryptography.RandomNumberGenerator.GetBytes(2_000_000);
        await File.WriteAllBytesAsync(node["sent"], sent);
        var there = Path.Combine(node.TemporaryOf("a"), "there");

        var up = await RunAsync(node, null, "cp", node["sent"], $"a:{there}");
        up.ExitCode.ShouldBe(0, up.Error);
        (await File.ReadAllBytesAsync(there)).SequenceEqual(sent).ShouldBeTrue();
        var down = await RunAsync(node, null, "cp", $"a:{there}", node["back"]);
        down.ExitCode.ShouldBe(0, down.Error);
        (await File.ReadAllBytesAsync(node["back"])).SequenceEqual(sent).ShouldBeTrue();
    }

    [KubectlFact]
    public async Task Port_forward_loses_no_request()
    {
        await using var node = await ServedNode.StartAsync(PodYaml.Web("a"));
        await ForwardAsync(node, "pod/a", async client =>
        {
            for (var i = 0; i < Requests; i++)
                (await client.GetStringAsync("version")).ShouldBe("v1");
            var many = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => CountAsync(client, 1_000_000)));
            many.ShouldAllBe(count => count == 1_000_000);
        });
    }

    [KubectlFact]
    public async Task Attach_shows_what_is_written_until_the_end()
    {
        await using var node = await ServedNode.StartAsync(PodYaml.Shell(
            "a", "i=0; while test ! -e $TMPDIR/end; do i=$((i+1)); echo $i; sleep 0.1; done", pod: "restartPolicy: Never"));
        var end = Path.Combine(node.TemporaryOf("a"), "end");
        var command = Kubectl.CommandFor(node.Kubeconfig, "-n", ServedNode.Namespace, "attach", "a");

        var told = 0;
        // kubectl has words of its own as well.
        void EndOnce(string line)
        {
            if (line.Length > 0 && line.All(char.IsAsciiDigit) && Interlocked.Exchange(ref told, 1) == 0)
                File.WriteAllText(end, line);
        }

        var result = await Kubectl.RunAsync(command with { OnLine = EndOnce });

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldMatch(@"^\d+\n");
    }

    private static async Task<long> CountAsync(HttpClient client, int length)
    {
        using var answer = await client.PostAsync("count", new ByteArrayContent(new byte[length]));
        return long.Parse(await answer.Content.ReadAsStringAsync());
    }

    private static async Task ForwardAsync(ServedNode node, string target, Func<HttpClient, Task> use)
    {
        using var end = new CancellationTokenSource();
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new List<string>();
        var command = Kubectl.CommandFor(node.Kubeconfig, "-n", ServedNode.Namespace, "port-forward", target, ":8011") with
        {
            OnLine = line =>
            {
                said.Add(line);
                if (Address().Match(line) is { Success: true } match)
                    address.TrySetResult(match.Groups["address"].Value);
            },
        };
        var forwarding = command.RunAsync(end.Token);
        await Task.WhenAny(address.Task, forwarding);
        address.Task.IsCompleted.ShouldBeTrue(string.Join('\n', said));
        // A connection for each request.
        using var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero };
        using var client = new HttpClient(handler) { BaseAddress = new Uri($"http://{await address.Task}/") };
        try
        {
            await use(client);
        }
        catch (HttpRequestException e)
        {
            throw new InvalidOperationException(string.Join('\n', said), e);
        }

        forwarding.IsCompleted.ShouldBeFalse(string.Join('\n', said));
        said.ShouldAllBe(line => line.StartsWith("Forwarding from") || line.StartsWith("Handling connection"));
        await end.CancelAsync();
        await ((Task)forwarding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static Task<CommandResult> RunAsync(ServedNode node, string? input, params string[] arguments) =>
        Kubectl.RunAsync(Kubectl.CommandFor(node.Kubeconfig, ["-n", ServedNode.Namespace, .. arguments]) with { Input = input });

    [GeneratedRegex(@"^Forwarding from (?<address>127\.0\.0\.1:\d+)")]
    private static partial Regex Address();
}
