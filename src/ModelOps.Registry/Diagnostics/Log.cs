using Microsoft.Extensions.Logging;

namespace ModelOps.Registry.Diagnostics;

/// <summary>Events 3000 to 3031.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 3000, EventName = "RegistryOpened", Level = LogLevel.Information,
        Message = "Registry opened, schema version {SchemaVersion}.")]
    public static partial void RegistryOpened(this ILogger logger, long schemaVersion);

    [LoggerMessage(EventId = 3001, EventName = "LeftoversRemoved", Level = LogLevel.Information,
        Message = "Removed what {Count} ended process(es) left unfinished.")]
    public static partial void LeftoversRemoved(this ILogger logger, int count);

    [LoggerMessage(EventId = 3010, EventName = "VersionRegistered", Level = LogLevel.Information,
        Message = "Registered {Model} {Version} as number {Number}, {Digest}.")]
    public static partial void VersionRegistered(this ILogger logger, string model, SemanticVersion version, long number, string digest);

    [LoggerMessage(EventId = 3011, EventName = "ArtifactRestored", Level = LogLevel.Warning,
        Message = "Stored artifact {Digest} was damaged; replaced it with the good bytes of a new registration.")]
    public static partial void ArtifactRestored(this ILogger logger, string digest);

    [LoggerMessage(EventId = 3020, EventName = "AliasMoved", Level = LogLevel.Information,
        Message = "Moved {Model}@{Alias} to number {Number}, revision {Revision}.")]
    public static partial void AliasMoved(this ILogger logger, string model, string alias, long number, long revision);

    [LoggerMessage(EventId = 3021, EventName = "AliasRemoved", Level = LogLevel.Information,
        Message = "Removed {Model}@{Alias}, revision {Revision}.")]
    public static partial void AliasRemoved(this ILogger logger, string model, string alias, long revision);

    [LoggerMessage(EventId = 3030, EventName = "ArtifactRefused", Level = LogLevel.Error,
        Message = "Refused '{Artifact}' of {Model} {Version}: expected {Expected}, found {Actual}.")]
    public static partial void ArtifactRefused(
        this ILogger logger, string artifact, string model, SemanticVersion version, string expected, string actual);

    [LoggerMessage(EventId = 3031, EventName = "PackageRebuilt", Level = LogLevel.Warning,
        Message = "The fetched files of {Model} {Version} were changed outside the registry; building them anew from the stored artifacts.")]
    public static partial void PackageRebuilt(this ILogger logger, string model, SemanticVersion version);

    [LoggerMessage(EventId = 3012, EventName = "ModelChanged", Level = LogLevel.Information,
        Message = "Model {Model}: {Kind}, revision {Revision}.")]
    public static partial void ModelChanged(this ILogger logger, string model, RegistryEventKind kind, long revision);

    [LoggerMessage(EventId = 3013, EventName = "VersionChanged", Level = LogLevel.Information,
        Message = "Changed number {Number} of {Model}: stage {Stage}, revision {Revision}.")]
    public static partial void VersionChanged(this ILogger logger, string model, long number, string stage, long revision);

    [LoggerMessage(EventId = 3014, EventName = "Deleted", Level = LogLevel.Information,
        Message = "Deleted number {Number} of {Model}; 0 is the model itself.")]
    public static partial void Deleted(this ILogger logger, string model, long number);

    [LoggerMessage(EventId = 3015, EventName = "GarbageCollected", Level = LogLevel.Information,
        Message = "Garbage collection removed {Removed} content(s) of {Bytes} bytes, marked {Marked} and removed {Packages} fetched version(s).")]
    public static partial void GarbageCollected(this ILogger logger, long removed, long bytes, long marked, long packages);

    [LoggerMessage(EventId = 3016, EventName = "ProblemFound", Level = LogLevel.Error,
        Message = "Verification found {Kind} of '{Subject}': {Problem}.")]
    public static partial void ProblemFound(this ILogger logger, RegistryProblemKind kind, string subject, string problem);

    [LoggerMessage(EventId = 3017, EventName = "AliasMoveRefused", Level = LogLevel.Information,
        Message = "Refused to move {Model}@{Alias} to number {Number} (0 is a removal): it was to be at revision {Expected} and is at {Actual}. Recorded: {Recorded}.")]
    public static partial void AliasMoveRefused(this ILogger logger, string model, string alias, long number, long expected, long actual, bool recorded);

    [LoggerMessage(EventId = 3018, EventName = "RefusalNotRecorded", Level = LogLevel.Warning,
        Message = "A refused move of {Model}@{Alias} is not in the log: it could not be written.")]
    public static partial void RefusalNotRecorded(this ILogger logger, string model, string alias, Exception error);
}
