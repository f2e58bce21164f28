using BigBen.Verbs.Export.Targets.Compose;
using BigBen.Verbs.Export.Translating;

namespace BigBen.Verbs.Export.Targets;

/// <summary>
/// <c>elastic-beanstalk</c>: a source bundle for the platform "Docker running on Amazon Linux 2023", which runs the
/// <c>docker-compose.yml</c> at its root; <c>Dockerrun.aws.json</c> is needed there neither for it nor for images of ECR.
/// </summary>
internal static class ElasticBeanstalkTarget
{
    // Where the environment's load balancer finds the application.
    private const string HostPort = "80";

    /// <summary>Makes it.</summary>
    public static ExportResult Make(ExportSource source)
    {
        var translation = new Translation(source.Objects);
        var found = Workload.Find(translation, source.Service, "elastic-beanstalk", isThere: _ => false);
        var workload = found with { Program = source.Program };
        var (least, most) = Replicas.Take(translation, workload);
        // There may be several instances, and a database on each would be as many databases.
        var compose = ComposeFile.Of(translation, workload, new ComposeProject(source.Service), HostPort, replicas: null);
        // An application has environments as the platform has namespaces.
        translation.Find("Namespace", source.Environment)!.TakeIdentity();
        var instances = new JsonObject
        {
            ["option_settings"] = new JsonObject
            {
                ["aws:autoscaling:asg"] = new JsonObject { ["MinSize"] = $"{least}", ["MaxSize"] = $"{most}" },
            },
        };
        var bundle = $"{source.Service}-{source.Environment}.zip";
        var next = $"aws elasticbeanstalk create-application-version --application-name {source.Service} "
            + $"--version-label VERSION --source-bundle S3Bucket=BUCKET,S3Key={bundle}";
        IReadOnlyList<string> left = [.. translation.Left(), .. source.Secrets];
        var header = ExportResult.Header(source, "elastic-beanstalk", left, next);
        return new(
            [
                new("docker-compose.yml", header + YamlWriter.Write(compose)),
                new(".ebextensions/instances.config", YamlWriter.Write(instances)),
            ],
            left, next);
    }
}
