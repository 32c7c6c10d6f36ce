namespace ModelOps.Registry.Training.Remote;

/// <summary>Settings of the launcher for Ray Jobs; section <c>ModelOps:Registry:Ray</c> of the configuration. A job is the name of an entrypoint below.</summary>
public sealed class RayOptions : RemoteLauncherOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Registry:Ray";

    /// <summary>What may be run, by name. Only the host's settings say commands: Ray gives them to a shell.</summary>
    public IDictionary<string, RayEntrypoint> Entrypoints { get; } = new Dictionary<string, RayEntrypoint>(StringComparer.Ordinal);

    internal override string Section => SectionName;
}
