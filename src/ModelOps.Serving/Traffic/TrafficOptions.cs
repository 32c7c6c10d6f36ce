namespace ModelOps.Serving;

/// <summary>Where calls go; section <c>ModelOps:Serving:Traffic</c> of the configuration.</summary>
/// <remarks>Read again whenever the configuration changes. Settings that are not valid stop the host at start; later they are refused with a log
/// entry, and those in force stay. What code set through <see cref="ITrafficRouter"/> stays until the configuration of that model changes.</remarks>
public sealed class TrafficOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Serving:Traffic";

    /// <summary>Policies, one a model at most.</summary>
    public IList<TrafficPolicy> Policies { get; } = [];
}
