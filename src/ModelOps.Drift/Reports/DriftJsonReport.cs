using System.Buffers;
using System.Text.Json;
using ModelOps.Drift.Reports.Json;

namespace ModelOps.Drift.Reports;

/// <summary>Writes drift of a model version as JSON for programs: what <see cref="DriftHtmlReport"/> shows, with numbers to the last bit.</summary>
/// <remarks>
/// <para>The fields are described in <c>docs/schemas/drift-report.schema.json</c>. <c>format</c> and <c>formatVersion</c> say what it is; a version adds
/// fields only, so readers should ignore those they do not know. A measure is null where it is not known and "Infinity" where it is infinite.</para>
/// <para>Features after <see cref="DriftReportOptions.MaxDetailedFeatures"/> come without distribution and history. Equal input gives equal bytes. Safe
/// for concurrent use.</para>
/// </remarks>
public static class DriftJsonReport
{
    /// <summary>Media type of the report.</summary>
    public const string ContentType = "application/json";

    /// <summary>Writes the report.</summary>
    /// <param name="output">Where to write; gets UTF-8.</param>
    /// <param name="windows">Evaluations of one version, in any order; the newest is told in full.</param>
    /// <param name="options">What to tell; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no window, the windows are of several versions, or an option is out of its range.</exception>
    public static void Write(IBufferWriter<byte> output, IReadOnlyList<DriftEvaluation> windows, DriftReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        using var writer = new Utf8JsonWriter(output);
        JsonSerializer.Serialize(writer, ReportDocuments.Of(ReportModel.Of(windows, options)), ReportJsonContext.Default.ReportDocument);
    }

    /// <summary>Writes the report piece by piece.</summary>
    /// <param name="output">Where to write; gets UTF-8, and is left open.</param>
    /// <param name="windows">Evaluations of one version, in any order; the newest is told in full.</param>
    /// <param name="options">What to tell; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the writing early; the report is incomplete then.</param>
    /// <returns>A task that ends when all is written.</returns>
    /// <exception cref="ArgumentException">There is no window, the windows are of several versions, or an option is out of its range.</exception>
    public static Task WriteAsync(
        Stream output, IReadOnlyList<DriftEvaluation> windows, DriftReportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        return JsonSerializer.SerializeAsync(output, ReportDocuments.Of(ReportModel.Of(windows, options)), ReportJsonContext.Default.ReportDocument, cancellationToken);
    }
}
