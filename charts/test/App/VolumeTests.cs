namespace BigBen.Charts.Tests.App;

public class VolumeTests
{
    [Fact]
    public async Task Secrets_and_claims_are_files_beside_the_pod_s_own_tmp()
    {
        var manifests = await RealHelm.AppAsync("""
            volumes:
              - {name: tls, secret: {secretName: tls, defaultMode: 0400}}
              - {name: data, persistentVolumeClaim: {claimName: data}}
            volumeMounts: [{name: tls, mountPath: /tls, readOnly: true}, {name: data, mountPath: /data, subPath: a}]
            """);

        var volumes = manifests.One("Deployment").Items("spec", "template", "spec", "volumes");
        volumes.Select(volume => volume.Text("name")).ShouldBe(["tmp", "tls", "data"]);
        // Octal, which is how everybody writes it.
        volumes[1].Text("secret", "defaultMode").ShouldBe("256");
        var mounts = manifests.Container().Items("volumeMounts");
        mounts.Select(mount => mount.Text("mountPath")).ShouldBe(["/tmp", "/tls", "/data"]);
        mounts[1].Text("readOnly").ShouldBe("true");
        mounts[2].Text("subPath").ShouldBe("a");
    }

    [Theory]
    [InlineData("volumes: [{name: tmp, emptyDir: {}}]", "volumes")]
    [InlineData("volumes: [{name: a, emptyDir: {}}, {name: a, emptyDir: {}}]", "volumes has 'a' twice")]
    [InlineData("volumes: [{name: a}]", "volumes")]
    [InlineData("volumes: [{name: a, emptyDir: {}, secret: {secretName: s}}]", "volumes")]
    [InlineData("volumes: [{name: a, hostPath: {path: /}}]", "hostPath")]
    [InlineData("volumeMounts: [{name: a, mountPath: /a}]", "names the volume 'a', which is not under volumes")]
    [InlineData("volumes: [{name: a, emptyDir: {}}]\nvolumeMounts: [{name: a, mountPath: a}]", "mountPath")]
    public async Task What_Kubernetes_or_the_pod_s_rules_would_not_take_is_refused(string values, string refusal) =>
        (await RealHelm.RefusalAsync(() => RealHelm.AppAsync(values))).ShouldContain(refusal);
}
