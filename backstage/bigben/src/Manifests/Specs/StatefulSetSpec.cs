namespace BigBen.Manifests.Specs;

/// <summary>A StatefulSet: pods that keep their names and their volumes.</summary>
internal static class StatefulSetSpec
{
    public static void Read(Fields spec)
    {
        spec.Accept(
            "replicas", "selector", "serviceName", "updateStrategy", "podManagementPolicy", "minReadySeconds", "revisionHistoryLimit",
            "ordinals", "persistentVolumeClaimRetentionPolicy");
        foreach (var template in spec.Mappings("volumeClaimTemplates"))
            ClaimSpec.Read(template.RequiredMapping("spec"));
        PodSpec.Read(spec.RequiredMapping("template").RequiredMapping("spec"));
        spec.End();
    }
}
