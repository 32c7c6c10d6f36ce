namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>The newest changes of watched streams, for reports and endpoints. Safe for concurrent use.</summary>
public interface IStreamHistory
{
    /// <summary>Versions with changes, each as name and version, in ordinal order.</summary>
    IReadOnlyList<KeyValuePair<string, string>> Versions { get; }

    /// <summary>Reads the newest changes of a version.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="version">Its version.</param>
    /// <returns>At most <see cref="StreamDetectionOptions.History"/>, newest first; empty when there are none.</returns>
    IReadOnlyList<StreamChange> Read(string model, string version);
}
