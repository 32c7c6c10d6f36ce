namespace ModelOps.Kubernetes.Tests;

/// <summary>The deployments that the tests render, by name.</summary>
internal static class Deployments
{
    internal static ModelDeployment Minimal { get; } = new()
    {
        Name = "demand",
        Namespace = "forecasting",
        Model = ModelReference.Parse("demand@champion"),
        Image = "registry.example/forecasting/server:1.4.0",
    };

    internal static IReadOnlyDictionary<string, ModelDeployment> All { get; } = new SortedDictionary<string, ModelDeployment>(StringComparer.Ordinal)
    {
        ["minimal"] = Minimal,
        ["single-pod"] = Minimal with { Scaling = new FixedScaling(1), Model = ModelReference.Parse("demand:1.2.0"), Network = new NetworkAccess { Clients = [] } },
        ["autoscaled"] = Minimal with
        {
            Scaling = new HorizontalScaling { MinReplicas = 3, MaxReplicas = 12 },
            Probes = new ModelProbes { LoadTime = TimeSpan.FromMinutes(10), Period = TimeSpan.FromSeconds(7) },
        },
        ["accelerated"] = Minimal with
        {
            Image = "registry.example/forecasting/server@sha256:3b1c2f9d5e6a7b8c9d0e1f2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e",
            Registry = new RegistryImage("registry.example/forecasting/models:2026-11-23") { Path = "/models" },
            Resources = new ModelResources { Cpu = "1.5", Memory = "1024Mi", Gpus = 1 },
            Scaling = new HorizontalScaling { MinReplicas = 1, MaxReplicas = 4, Metric = new InFlightRequests(8) },
            NodeSelector = new Dictionary<string, string> { ["nvidia.com/gpu.present"] = "true" },
        },
        ["full"] = Minimal with
        {
            Registry = new RegistryClaim("models"),
            MetricsPort = 9464,
            Stage = "production",
            Team = "Pricing & Demand",
            CostCenter = "4711",
            ImagePullSecrets = ["registry-login"],
            Labels = new Dictionary<string, string> { ["example.com/reviewed"] = "yes" },
            Resources = new ModelResources { Cpu = "2", CpuLimit = "4", Memory = "4Gi", ManagedHeapPercent = 60, TemporarySpace = "1Gi" },
            Shutdown = new ModelShutdown { Drain = TimeSpan.FromSeconds(15), LongestRequest = TimeSpan.FromMinutes(2) },
            Configuration = new Dictionary<string, string>
            {
                ["ModelOps:Serving:WarmUpRuns"] = "20",
                ["Features:Enabled"] = "no",
                ["Greeting"] = "two lines\nof text\n",
                ["Schedule"] = "12:30:45",
            },
            Secrets = new Dictionary<string, SecretKey> { ["ConnectionStrings:Features"] = new("feature-store", "connection-string") },
            Network = new NetworkAccess
            {
                Clients = [NetworkPeer.InNamespace("gateway"), NetworkPeer.Pods(new Dictionary<string, string> { ["app"] = "shop" })],
                Monitoring = [NetworkPeer.InNamespace("monitoring", new Dictionary<string, string> { ["app.kubernetes.io/name"] = "prometheus" })],
                Destinations =
                [
                    new(NetworkPeer.InNamespace("telemetry"), 4317, 4318),
                    new(NetworkPeer.Block("10.0.0.0/8", "10.1.0.0/16"), 5432),
                    new(NetworkPeer.Block("0.0.0.0/0"), 443),
                ],
                DenyNamespaceByDefault = true,
            },
        },
    };

    public static TheoryData<string> Names { get; } = [.. All.Keys];
}
