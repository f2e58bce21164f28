using YamlDotNet.RepresentationModel;

namespace BigBen.Charts.Tests.App;

public class MoreContainersTests
{
    private const string Values = """
        volumes: [{name: data, emptyDir: {}}]
        initContainers:
          - name: wait
            image: "registry.example/wait:1"
            command: [sh, -c]
            args: ["exit 0"]
            env: {HOST: "db"}
            secretEnv: {PASSWORD: {name: database, key: password}}
            volumeMounts: [{name: data, mountPath: /data}]
        sidecars: [{name: proxy, image: "registry.example/proxy:1", resources: {limits: {memory: 32Mi}}}]
        """;

    [Fact]
    public async Task Sidecars_run_beside_what_comes_before_the_program_too()
    {
        var containers = await InitContainersAsync(Values);

        containers.Select(container => container.Text("name")).ShouldBe(["proxy", "wait"]);
        containers[0].Text("restartPolicy").ShouldBe("Always");
        containers[1].Find("restartPolicy").ShouldBeNull();
    }

    [Fact]
    public async Task An_init_container_has_what_it_was_given_and_the_program_s_limits_and_rights()
    {
        var containers = await InitContainersAsync(Values);
        var program = (await RealHelm.AppAsync(Values)).Container();

        var wait = containers[1];
        wait.Items("command").Select(word => $"{word}").ShouldBe(["sh", "-c"]);
        wait.Items("args").Select(word => $"{word}").ShouldBe(["exit 0"]);
        wait.Items("env").Named("HOST").Text("value").ShouldBe("db");
        wait.Items("env").Named("PASSWORD").Text("valueFrom", "secretKeyRef", "key").ShouldBe("password");
        wait.Items("volumeMounts").Select(mount => mount.Text("mountPath")).ShouldBe(["/tmp", "/data"]);
        wait.At("resources").ShouldBe(program.At("resources"));
        containers[0].Text("resources", "limits", "memory").ShouldBe("32Mi");
        foreach (var container in containers)
            container.At("securityContext").ShouldBe(program.At("securityContext"));
    }

    [Fact]
    public async Task The_program_can_be_another_one_of_its_image()
    {
        var container = (await RealHelm.AppAsync("command: [dotnet]\nargs: [tool.dll, --once]")).Container();

        container.Items("command").Select(word => $"{word}").ShouldBe(["dotnet"]);
        container.Items("args").Select(word => $"{word}").ShouldBe(["tool.dll", "--once"]);
    }

    [Theory]
    [InlineData("sidecars: [{name: service-a, image: a}]", "two containers of the pod are named 'service-a'")]
    [InlineData("initContainers: [{name: a, image: a}]\nsidecars: [{name: a, image: a}]", "two containers of the pod are named 'a'")]
    [InlineData("sidecars: [{name: a}]", "image")]
    [InlineData("sidecars: [{name: a, image: a, volumeMounts: [{name: b, mountPath: /b}]}]", "the volume 'b', which is not under volumes")]
    [InlineData("sidecars: [{name: a, image: a, privileged: true}]", "privileged")]
    public async Task What_cannot_be_beside_the_program_is_refused(string values, string refusal) =>
        (await RealHelm.RefusalAsync(() => RealHelm.AppAsync(values))).ShouldContain(refusal);

    private static async Task<IReadOnlyList<YamlNode>> InitContainersAsync(string values) =>
        (await RealHelm.AppAsync(values)).One("Deployment").Items("spec", "template", "spec", "initContainers");
}
