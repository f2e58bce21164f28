namespace BigBen.Charts.Tests.App;

/// <summary>Values that switch every option on.</summary>
internal static class Everything
{
    internal const string On = """
        image: {pullSecrets: [registry-key]}
        env: {GREETING: "Hello: world", EMPTY: ""}
        config: {FEATURE: "on", NUMBER: "1"}
        secretEnv: {PASSWORD: {name: database, key: password}}
        envFrom: [{secretRef: {name: more}, prefix: MORE_}]
        command: [dotnet]
        args: [service.dll]
        volumes: [{name: tls, secret: {secretName: tls, defaultMode: 0400}}, {name: data, persistentVolumeClaim: {claimName: data}}]
        volumeMounts: [{name: tls, mountPath: /tls, readOnly: true}, {name: data, mountPath: /data}]
        initContainers: [{name: wait, image: "registry.example/wait:1", env: {A: "1"}, volumeMounts: [{name: data, mountPath: /data}]}]
        sidecars: [{name: proxy, image: "registry.example/proxy:1", secretEnv: {TOKEN: {name: proxy, key: token}}}]
        ingress: {enabled: true, host: a.example, annotations: {note: "1"}, tls: {enabled: true}}
        httpRoute: {enabled: true, parentRefs: [{name: gateway, namespace: gateways}], annotations: {note: "2"}}
        serviceAccount: {annotations: {note: "3"}}
        autoscaling: {enabled: true}
        networkPolicy:
          peers: [{name: service-c, port: 8013}]
          egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}}], ports: [{port: 4317, protocol: TCP}]}]
        serviceMonitor: {enabled: true, labels: {release: prometheus}}
        preStop: {sleepSeconds: 3}
        nodeSelector: {tier: backend, disk: ssd}
        tolerations: [{key: dedicated, operator: Equal, value: backend, effect: NoSchedule}]
        podLabels: {team: platform}
        podAnnotations: {note: "4"}
        """;

    /// <summary>Every option that a worker can have.</summary>
    internal const string Worker = """
        kind: worker
        enableServiceLinks: true
        config: {FEATURE: "on"}
        probes: {command: [test, -f, /tmp/alive]}
        autoscaling: {enabled: true}
        preStop: {sleepSeconds: 3}
        terminationGracePeriodSeconds: 4
        """;

    /// <summary>Every option of a cronjob.</summary>
    internal const string Cronjob = """
        kind: cronjob
        config: {FEATURE: "on"}
        sidecars: [{name: proxy, image: "registry.example/proxy:1"}]
        cronjob:
          schedule: "30 2 * * 1-5"
          timeZone: Europe/Zurich
          concurrencyPolicy: Replace
          suspend: true
          successfulJobsHistoryLimit: 1
          failedJobsHistoryLimit: 0
          startingDeadlineSeconds: 600
          backoffLimit: 2
          activeDeadlineSeconds: 900
        """;

    /// <summary>A service with a database and migrations, and all that they can have.</summary>
    internal const string Stateful = """
        replicas: 2
        config: {FEATURE: "on"}
        secretEnv: {DB_PASSWORD: {name: service-a, key: db-password}}
        envFrom: [{secretRef: {name: more}}]
        volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
        volumeMounts: [{name: data, mountPath: /data}]
        sidecars: [{name: proxy, image: "registry.example/proxy:1"}]
        preStop: {sleepSeconds: 3}
        ingress: {enabled: true, host: a.example, annotations: {note: "1"}}
        httpRoute: {enabled: true, parentRefs: [{name: gateway}]}
        autoscaling: {enabled: true}
        migrations:
          command: [dotnet]
          args: [service.dll, migrate]
          backoffLimit: 1
          activeDeadlineSeconds: 60
          ttlSecondsAfterFinished: 60
        database:
          enabled: true
          database: orders
          secret: {name: service-a, passwordKey: db-password}
          restore: {file: 20260101T021500Z.dump}
        """;

    internal const string Off = """
        replicas: 3
        podDisruptionBudget: {enabled: false}
        networkPolicy: {enabled: false}
        serviceAccount: {create: false}
        topologySpread: {enabled: false}
        resources: {requests: null, limits: null}
        """;
}
