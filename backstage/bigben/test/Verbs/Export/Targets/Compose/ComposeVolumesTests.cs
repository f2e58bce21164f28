using System.Text.Json.Nodes;
using BigBen.Manifests;
using BigBen.Verbs.Export.Targets.Compose;
using BigBen.Verbs.Export.Translating;

namespace BigBen.Tests.Verbs.Export.Targets.Compose;

public sealed class ComposeVolumesTests
{
    [Fact]
    public void Keys_of_ConfigMaps_stay_apart_whatever_they_are_called()
    {
        var (file, _) = FileOf("""
            containers:
            - name: web
              image: "web:1"
              volumeMounts: [{name: a, mountPath: /a}, {name: a-app, mountPath: /b}]
            volumes:
            - {name: a, configMap: {name: a}}
            - {name: a-app, configMap: {name: a-app}}
            """, """
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: a}
            data: {app.conf: "1", app-conf: "2", app_conf: "3"}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: a-app}
            data: {conf: "4"}
            """);

        var contents = file["configs"]!.AsObject().ToDictionary(config => config.Key, config => $"{config.Value!["content"]}");
        file["services"]!["web"]!["configs"]!.AsArray()
            .Select(config => $"{config!["target"]} {contents[$"{config["source"]}"]}")
            .ShouldBe(["/a/app.conf 1", "/a/app-conf 2", "/a/app_conf 3", "/b/conf 4"]);
    }

    [Fact]
    public void A_folder_that_containers_share_while_they_run_is_in_memory_and_writable_for_each()
    {
        var (file, left) = FileOf("""
            containers:
            - {name: web, image: "web:1", volumeMounts: [{name: shared, mountPath: /shared}]}
            - {name: side, image: "side:1", volumeMounts: [{name: shared, mountPath: /shared}]}
            volumes: [{name: shared, emptyDir: {sizeLimit: 64Mi}}]
            """);

        file["volumes"]!.ToJsonString()
            .ShouldBe("""{"web-shared":{"driver_opts":{"type":"tmpfs","device":"tmpfs","o":"mode=1777,size=67108864"}}}""");
        file["services"]!.AsObject().Select(service => service.Value!["volumes"]!.ToJsonString())
            .ShouldAllBe(volumes => volumes == """[{"type":"volume","source":"web-shared","target":"/shared"}]""");
        left.ShouldNotContain(line => line.Contains("volumes"));
    }

    [Fact]
    public void What_an_init_container_leaves_is_kept_and_that_it_is_is_told()
    {
        var (file, left) = FileOf("""
            initContainers: [{name: init, image: "init:1", volumeMounts: [{name: shared, mountPath: /shared}]}]
            containers: [{name: web, image: "web:1", volumeMounts: [{name: shared, mountPath: /shared}]}]
            volumes: [{name: shared, emptyDir: {}}]
            """);

        file["volumes"]!.ToJsonString().ShouldBe("""{"web-shared":{}}""");
        left.ShouldContain("Deployment web: spec.template.spec.volumes[0].emptyDir = {}");
    }

    private static (JsonNode File, IReadOnlyList<string> Left) FileOf(string pod, string more = "")
    {
        var deployment = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              template:
                spec:

            """ + string.Concat(pod.Split('\n').Select(line => $"      {line}\n"));
        var translation = new Translation(Manifest.ParseAll(deployment + more, "test", "here"));
        var workload = Workload.Find(translation, "web", "compose", _ => false);
        var file = ComposeFile.Of(translation, workload, new ComposeProject("test"), null, 1);
        return (file, translation.Left());
    }
}
