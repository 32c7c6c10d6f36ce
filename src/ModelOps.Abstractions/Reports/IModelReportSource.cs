namespace ModelOps;

/// <summary>Makes reports of one kind on served models, such as on their drift. Implementations are thread-safe.</summary>
public interface IModelReportSource
{
    /// <summary>Kind of the reports, as a path segment: lower-case letters, digits and hyphens.</summary>
    string Kind { get; }

    /// <summary>Formats that it writes, as short names such as <c>html</c> and <c>json</c>; at least one, the first is the usual one.</summary>
    IReadOnlyList<string> Formats { get; }

    /// <summary>Lists the versions that it can report on.</summary>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The versions, in ordinal order of model and version.</returns>
    ValueTask<IReadOnlyList<ModelReportEntry>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Makes a report.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="version">Its version; null for the one with the newest data.</param>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The report; null when there is nothing to report on, or no such format.</returns>
    ValueTask<ModelReportContent?> CreateAsync(string model, string? version, string format, CancellationToken cancellationToken = default);
}
