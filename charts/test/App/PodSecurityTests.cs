using YamlDotNet.RepresentationModel;

namespace BigBen.Charts.Tests.App;

/// <summary>The `restricted` Pod Security Standard, rule by rule, on every pod that the chart makes.</summary>
public class PodSecurityTests
{
    public static TheoryData<string> Values =>
        new() { "", Everything.On, Everything.Off, Everything.Worker, Everything.Cronjob, "migrations: {args: [a]}" };

    // Of those that the standard permits, what charts/app can make.
    private static readonly string[] Volumes = ["configMap", "emptyDir", "persistentVolumeClaim", "secret"];

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Every_pod_meets_the_restricted_standard(string values)
    {
        var pods = (await RealHelm.AppAsync(values)).PodSpecs().ToList();

        pods.ShouldNotBeEmpty();
        foreach (var pod in pods)
        {
            pod.Text("securityContext", "runAsNonRoot").ShouldBe("true");
            pod.Text("securityContext", "seccompProfile", "type").ShouldBe("RuntimeDefault");
            pod.Items("volumes").ShouldAllBe(volume => Volumes.Any(kind => volume.Find(kind) != null));
            foreach (var field in new[] { "hostNetwork", "hostPID", "hostIPC", "ephemeralContainers" })
                pod.Find(field).ShouldBeNull();
            foreach (var container in pod.Containers())
            {
                container.Text("securityContext", "allowPrivilegeEscalation").ShouldBe("false");
                container.Text("securityContext", "privileged").ShouldBe("false");
                container.Items("securityContext", "capabilities", "drop").Select(c => c.ToString()).ShouldBe(["ALL"]);
                container.Find("securityContext", "capabilities", "add").ShouldBeNull();
                (container.Find("ports") as YamlSequenceNode ?? []).ShouldAllBe(port => port.Find("hostPort") == null);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Every_pod_runs_as_dotnets_user_on_a_root_it_cannot_write_with_a_tmp_it_can(string values)
    {
        foreach (var pod in (await RealHelm.AppAsync(values)).PodSpecs())
        {
            pod.Text("securityContext", "runAsUser").ShouldBe("1654");
            pod.Text("securityContext", "runAsGroup").ShouldBe("1654");
            pod.Text("automountServiceAccountToken").ShouldBe("false");
            foreach (var container in pod.Containers())
            {
                container.Text("securityContext", "readOnlyRootFilesystem").ShouldBe("true");
                var mount = container.Items("volumeMounts").Where(mount => mount.Text("mountPath") == "/tmp").ShouldHaveSingleItem();
                pod.Items("volumes").Named(mount.Text("name")).Text("emptyDir", "sizeLimit").ShouldBe("64Mi");
            }
        }
    }
}
