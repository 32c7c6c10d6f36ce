using CsCheck;

namespace ModelOps.Kubernetes.Tests;

/// <summary>Deployments at random, all of them valid.</summary>
internal static class RandomDeployments
{
    private static readonly Gen<string> Word = Gen.Char["abcdefghijklmnopqrstuvwxyz"].Array[1, 12].Select(static c => new string(c));
    private static readonly Gen<string> Name = Gen.Select(Word, Gen.Char["abc-0189"].Array[0, 30], static (word, rest) => $"{word}{new string(rest)}z");
    private static readonly Gen<string> ModelName = Gen.Select(Word, Gen.Char["abcXYZ019_-"].Array[0, 110], static (word, rest) => $"{word}{new string(rest)}");
    private static readonly Gen<TimeSpan> ShortTime = Gen.Int[1, 300].Select(static s => TimeSpan.FromSeconds(s));
    private static readonly Gen<string> Tricky = Gen.OneOf(Gen.String[Gen.Char[' ', '~'], 0, 40], Gen.OneOf("yes", "no", "1", "0x10", "12:30:45", "a\nb\n", "", "é ü", "null"));

    private static readonly Gen<ModelReference> Reference = Gen.Select(ModelName, Word, Gen.Int[0, 2], static (name, alias, form) => form switch
    {
        0 => ModelReference.ToModel(name),
        1 => ModelReference.ToAlias(name, alias),
        _ => ModelReference.ToVersion(name, "1.2.3-rc.1+build.5"),
    });

    private static readonly Gen<Scaling> AnyScaling = Gen.OneOf(
        Gen.Int[1, 50].Select(static n => (Scaling)new FixedScaling(n)),
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 20], Gen.Int[1, 100], static (min, more, percent) =>
            (Scaling)new HorizontalScaling { MinReplicas = min, MaxReplicas = min + more, Metric = new CpuUtilization(percent) }),
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 20], Gen.Int[1, 1000], static (min, more, requests) =>
            (Scaling)new HorizontalScaling { MinReplicas = min, MaxReplicas = min + more, Metric = new InFlightRequests(requests) }));

    private static readonly Gen<ModelResources> Resources = Gen.Select(
        Gen.OneOf("100m", "1", "1.5", "0.25"), Gen.OneOf("64Mi", "1536Mi", "2G", "0.5Gi"), Gen.Int[10, 100], Gen.Int[0, 4],
        static (cpu, memory, heap, gpus) => new ModelResources { Cpu = cpu, CpuLimit = gpus > 2 ? "8" : null, Memory = memory, ManagedHeapPercent = heap, Gpus = gpus });

    private static readonly Gen<RegistryMount?> Registry = Gen.Select(Name, Gen.Int[0, 2], static (name, form) => (RegistryMount?)(form switch
    {
        0 => null,
        1 => new RegistryClaim(name),
        _ => new RegistryImage($"registry.example/{name}:1") { Path = "/models" },
    }));

    private static readonly Gen<NetworkPeer> Peer = Gen.OneOf(
        Gen.Const(NetworkPeer.SameNamespace),
        Name.Select(static name => NetworkPeer.InNamespace(name)),
        Gen.Select(Name, Word, static (name, label) => NetworkPeer.InNamespace(name, new Dictionary<string, string> { [label] = "on" })),
        Gen.OneOf(NetworkPeer.Block("0.0.0.0/0"), NetworkPeer.Block("::/0"), NetworkPeer.Block("10.0.0.0/8", "10.2.0.0/16")));

    private static readonly Gen<NetworkAccess> Network = Gen.Select(
        Peer.Array[0, 3], Peer.Array[0, 2], Gen.Select(Peer, Gen.Int[1, 65535].ArrayUnique[1, 3], static (peer, ports) => new NetworkDestination(peer, ports)).Array[0, 3], Gen.Bool,
        static (clients, monitoring, destinations, deny) =>
            new NetworkAccess { Clients = clients, Monitoring = monitoring, Destinations = destinations, DenyNamespaceByDefault = deny });

    private static readonly Gen<(ModelProbes Probes, ModelShutdown Shutdown)> Times = Gen.Select(
        Gen.Int[1, 7200], ShortTime, ShortTime, Gen.Int[0, 120],
        static (load, period, longest, drain) => (
            new ModelProbes { LoadTime = TimeSpan.FromSeconds(load), Period = period },
            new ModelShutdown { Drain = TimeSpan.FromSeconds(drain), LongestRequest = longest }));

    private static readonly Gen<Dictionary<string, string>> Configuration =
        Gen.Select(Word.Array[0, 5], Tricky, static (keys, value) => keys.Distinct(StringComparer.Ordinal).ToDictionary(static k => $"Section:{k}", _ => value));

    internal static Gen<ModelDeployment> Any { get; } = Gen.Select(
        Gen.Select(Name, Name, Reference, AnyScaling), Gen.Select(Resources, Registry, Network, Times), Gen.Select(Configuration, Tricky, Gen.Int[1024, 65000]),
        static (identity, shape, texts) =>
        {
            (string name, string space, ModelReference model, Scaling scaling) = identity;
            (ModelResources resources, RegistryMount? registry, NetworkAccess network, (ModelProbes probes, ModelShutdown shutdown)) = shape;
            bool scalesOnCpu = scaling is HorizontalScaling { Metric: CpuUtilization };
            return new ModelDeployment
            {
                Name = name,
                Namespace = space,
                Model = model,
                Image = $"registry.example/{name}:1.0",
                Port = texts.Item3,
                Scaling = scaling,
                Resources = scalesOnCpu ? resources with { Gpus = 0 } : resources,
                Registry = registry,
                Network = network,
                MetricsPort = network.Monitoring.Count == 0 ? null : texts.Item3 + 1,
                Probes = probes,
                Shutdown = shutdown,
                Configuration = texts.Item1,
                Team = texts.Item2,
                Stage = texts.Item2,
            };
        });
}
