using System.Text.Json;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Tables.Rows;

namespace BigBen.Tests.ApiServer.Tables.Rows;

/// <summary>Rows of objects that the captured cluster had none of, as Kubernetes' own printers make them.</summary>
public class RowPrintersTests
{
    [Theory]
    [InlineData("secrets", """{"type":"Opaque","data":{"a":"","b":""}}""", """["x","Opaque",2,"2m"]""")]
    [InlineData("nodes", """{"spec":{"unschedulable":true},"status":{"conditions":[{"type":"Ready","status":"False"}]}}""",
        """["x","NotReady,SchedulingDisabled","<none>","2m","","<none>","<none>","<unknown>","<unknown>","<unknown>"]""")]
    [InlineData("services", """{"spec":{"type":"LoadBalancer","ports":[{"port":80,"nodePort":30080,"protocol":"TCP"}]}}""",
        """["x","LoadBalancer","<none>","<pending>","80:30080/TCP","2m","<none>"]""")]
    [InlineData("services", """{"spec":{"type":"ClusterIP","clusterIPs":["10.96.0.9"],"ports":[{"port":80}]}}""",
        """["x","ClusterIP","10.96.0.9","<none>","80/TCP","2m","<none>"]""")]
    [InlineData("services", """{"spec":{"type":"ClusterIP","clusterIPs":["None"],"ports":[{"port":80}]}}""",
        """["x","ClusterIP","None","<none>","80/TCP","2m","<none>"]""")]
    [InlineData("services", """{"spec":{"type":"ExternalName","externalName":"example.com"}}""",
        """["x","ExternalName","<none>","example.com","<none>","2m","<none>"]""")]
    [InlineData("endpoints", """{"subsets":[{"addresses":[{"ip":"10.0.0.1"},{"ip":"10.0.0.2"}],"ports":[{"port":1},{"port":2}]}]}""",
        """["x","10.0.0.1:1,10.0.0.2:1,10.0.0.1:2 + 1 more...","2m"]""")]
    [InlineData("endpoints", "{}", """["x","<none>","2m"]""")]
    [InlineData("endpointslices", """{"addressType":"IPv4"}""", """["x","IPv4","<unset>","<unset>","2m"]""")]
    [InlineData("persistentvolumeclaims", """{"spec":{"storageClassName":"hand"},"status":{"phase":"Pending"}}""",
        """["x","Pending","","","","hand","<unset>","2m","<unset>"]""")]
    [InlineData("persistentvolumes",
        """
        {
          "spec": {
            "capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteMany", "ReadWriteOnce"], "persistentVolumeReclaimPolicy": "Retain",
            "claimRef": {"namespace": "n", "name": "c"}
          },
          "status": {"phase": "Bound"}
        }
        """,
        """["x","1Gi","RWO,RWX","Retain","Bound","n/c","","<unset>","","2m","<unset>"]""")]
    [InlineData("jobs", """{"spec":{"parallelism":2},"status":{"conditions":[{"type":"Suspended","status":"True"}]}}""",
        """["x","Suspended","0/1 of 2","","2m","","","<none>"]""")]
    [InlineData("cronjobs", """{"spec":{"schedule":"@daily"}}""", """["x","@daily","<none>","<unset>",0,"<none>","2m","","","<none>"]""")]
    [InlineData("ingresses", """{"spec":{"tls":[{}],"rules":[{"host":"a"},{"host":"b"},{"host":"c"},{"host":"d"}]}}""",
        """["x","<none>","a,b,c + 1 more...","","80, 443","2m"]""")]
    [InlineData("ingressclasses",
        """{"spec":{"controller":"example.com/c","parameters":{"apiGroup":"k8s.example.com","kind":"P","name":"p"}}}""",
        """["x","example.com/c","P.k8s.example.com/p","2m"]""")]
    [InlineData("networkpolicies",
        """
        {"spec": {"podSelector": {"matchExpressions": [
          {"key": "tier", "operator": "NotIn", "values": ["b", "a"]}, {"key": "app", "operator": "DoesNotExist"}
        ]}}}
        """,
        """["x","!app,tier notin (a,b)","2m"]""")]
    [InlineData("poddisruptionbudgets", """{"spec":{"minAvailable":"50%"}}""", """["x","50%","N/A",0,"2m"]""")]
    [InlineData("horizontalpodautoscalers",
        """
        {
          "spec": {
            "scaleTargetRef": {"kind": "Deployment", "name": "web"}, "minReplicas": 1, "maxReplicas": 3,
            "metrics": [{"type": "Resource", "resource": {"name": "cpu", "target": {"averageUtilization": 80}}}]
          },
          "status": {"currentReplicas": 2, "currentMetrics": [{"resource": {"current": {"averageUtilization": 5}}}]}
        }
        """,
        """["x","Deployment/web","cpu: 5%/80%","1",3,2,"2m"]""")]
    [InlineData("horizontalpodautoscalers",
        """
        {"spec": {"scaleTargetRef": {"kind": "Deployment", "name": "web"}, "maxReplicas": 3, "metrics": [
          {"type": "Resource", "resource": {"name": "memory", "target": {"averageValue": "1Gi"}}},
          {"type": "Pods", "pods": {"target": {"averageValue": "5"}}},
          {"type": "External", "external": {"target": {"value": "7"}}}
        ]}}
        """,
        """["x","Deployment/web","memory: <unknown>/1Gi, <unknown>/5 + 1 more...","<unset>",3,0,"2m"]""")]
    [InlineData("applications", "{}", """["x",null,null,null,null]""")]
    [InlineData("leases", "{}", """["x","2025-12-31T23:58:00Z"]""")]
    public void An_object_is_shown_as_Kubernetes_shows_it(string plural, string value, string cells)
    {
        var resource = ResourceCatalog.All.First(resource => resource.Plural == plural);
        var metadata = """{"metadata":{"name":"x","creationTimestamp":"2025-12-31T23:58:00Z"}""";
        var body = value == "{}" ? $"{metadata}}}" : $"{metadata},{value[1..]}";
        RowPrinters.Of(resource)(JsonDocument.Parse(body).RootElement, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
            .ShouldBeAs(JsonDocument.Parse(cells).RootElement);
    }
}
