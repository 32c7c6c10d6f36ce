namespace ModelOps.Kubernetes;

/// <summary>Everything Kubernetes has to know to serve one model. Immutable; the defaults are those of a safe production set-up.</summary>
/// <remarks><see cref="ModelManifests.Render"/> validates it and turns it into objects.</remarks>
public sealed record ModelDeployment
{
    /// <summary>Longest <see cref="Name"/>: it leaves room for the suffixes that releases add, such as <c>-canary-headless</c>, within 63 characters.</summary>
    public const int MaxNameLength = 47;

    /// <summary>Name of all objects of the deployment: a DNS label that begins with a letter, at most <see cref="MaxNameLength"/> characters.</summary>
    public required string Name { get; init; }

    /// <summary>Namespace of all objects; it is expected to exist.</summary>
    public required string Namespace { get; init; }

    /// <summary>Model to serve. The pod is told to host it by name and to follow the alias, if one is named.</summary>
    /// <remarks>A server follows aliases, never a pinned version: for a reference to a version the image must bring the model, and only labels tell of it.</remarks>
    public required ModelReference Model { get; init; }

    /// <summary>Image of the model server, with a tag other than <c>latest</c> or, better, a digest.</summary>
    public required string Image { get; init; }

    /// <summary>Secrets of the namespace that hold credentials for the image's registry.</summary>
    public IReadOnlyList<string> ImagePullSecrets { get; init; } = [];

    /// <summary>Port on which the server speaks the Open Inference Protocol over HTTP. Default 8080, as .NET images listen.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>A port of its own for metrics; null (the default) when there is none.</summary>
    /// <remarks>The server listens on both ports; an app that does not want its other endpoints there binds them to <see cref="Port"/> with <c>RequireHost</c>.</remarks>
    public int? MetricsPort { get; init; }

    /// <summary>How many pods there are. Default two, fixed.</summary>
    public Scaling Scaling { get; init; } = new FixedScaling(2);

    /// <summary>What one pod asks for.</summary>
    public ModelResources Resources { get; init; } = new();

    /// <summary>How the kubelet sees whether a pod lives and is ready.</summary>
    public ModelProbes Probes { get; init; } = new();

    /// <summary>How a pod ends without failing calls.</summary>
    public ModelShutdown Shutdown { get; init; } = new();

    /// <summary>Where the pod finds the registry's files; null (the default) when the image or the network brings the model.</summary>
    public RegistryMount? Registry { get; init; }

    /// <summary>Who may call the pods and whom they may call.</summary>
    public NetworkAccess Network { get; init; } = new();

    /// <summary>Configuration of the server by .NET keys, e.g. <c>ModelOps:Serving:WarmUpRuns</c>. Becomes a ConfigMap; a change restarts the pods. No secrets.</summary>
    public IReadOnlyDictionary<string, string> Configuration { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Configuration that comes from Secrets of the namespace, by .NET keys.</summary>
    public IReadOnlyDictionary<string, SecretKey> Secrets { get; init; } = new Dictionary<string, SecretKey>(StringComparer.Ordinal);

    /// <summary>Labels a node must have.</summary>
    public IReadOnlyDictionary<string, string> NodeSelector { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Labels on all objects beside those that ModelOps sets (<c>app.kubernetes.io/</c> and <c>modelops.dev/</c> are its own).</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Stage, e.g. <c>production</c>; label <c>modelops.dev/stage</c>.</summary>
    public string? Stage { get; init; }

    /// <summary>Team that answers for the model; label <c>modelops.dev/team</c>.</summary>
    public string? Team { get; init; }

    /// <summary>Who pays; label <c>modelops.dev/cost-center</c>.</summary>
    public string? CostCenter { get; init; }
}
