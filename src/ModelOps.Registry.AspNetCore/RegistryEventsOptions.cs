namespace ModelOps.Registry.AspNetCore;

/// <summary>Settings of <c>MapRegistryEvents()</c>; section <c>ModelOps:Registry:Events</c> of the configuration.</summary>
public sealed class RegistryEventsOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Registry:Events";

    /// <summary>How long a stream is quiet before a comment is sent, so that nothing between takes it for dead. Default 15 s; 1 s to 10 minutes.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Streams open at once; further callers are told to try again. Default 1000; at least 1.</summary>
    public int MaxStreams { get; set; } = 1000;
}
