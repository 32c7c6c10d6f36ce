using System.Text.Json;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Performance;

/// <summary>What confidence-based estimation knows of a classifier of several classes, as a file of the model version: versioned JSON.</summary>
public static class MulticlassCbpeReferenceFile
{
    /// <summary>Path of the reference inside a model version, the same as for two classes.</summary>
    public const string Name = CbpeReferenceFile.Name;

    /// <summary>Largest file that is read.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    private const string What = "reference of performance estimation";

    /// <summary>Writes a reference. Equal references give equal bytes, and numbers come back bit for bit.</summary>
    /// <param name="reference">The reference.</param>
    /// <returns>UTF-8 JSON.</returns>
    public static byte[] Write(MulticlassCbpeReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return JsonSerializer.SerializeToUtf8Bytes(
            new MulticlassCbpeReferenceDocument
            {
                Format = MulticlassCbpeReferenceDocument.ExpectedFormat,
                Version = MulticlassCbpeReferenceDocument.CurrentVersion,
                Accuracy = reference.Accuracy,
                Classes = [.. reference.Classes.Select(CbpeReferenceFile.ToDocument)],
            },
            PerformanceJsonContext.Default.MulticlassCbpeReferenceDocument);
    }

    /// <summary>Reads a reference; safe on bytes from anyone.</summary>
    /// <param name="utf8Json">What <see cref="Write"/> wrote.</param>
    /// <returns>The reference.</returns>
    /// <exception cref="PerformanceFormatException">The bytes are no such reference, or exceed <see cref="MaxBytes"/>.</exception>
    public static MulticlassCbpeReference Read(ReadOnlySpan<byte> utf8Json)
    {
        MulticlassCbpeReferenceDocument document = BoundedJson.Read(
            utf8Json, MaxBytes, PerformanceJsonContext.Default.MulticlassCbpeReferenceDocument, "a reference", static (problem, cause) => new PerformanceFormatException(What, problem, cause));
        return document switch
        {
            { Format: not MulticlassCbpeReferenceDocument.ExpectedFormat } or { Version: not MulticlassCbpeReferenceDocument.CurrentVersion } =>
                throw new PerformanceFormatException(What, $"it should be '{MulticlassCbpeReferenceDocument.ExpectedFormat}' version {MulticlassCbpeReferenceDocument.CurrentVersion}"),
            { Accuracy: not (>= 0 and <= 1) } or { Classes.Length: < 2 } => throw new PerformanceFormatException(What, "its numbers are not those of a reference"),
            _ when Array.Exists(document.Classes, static one => one is null) => throw new PerformanceFormatException(What, "a class of it is missing"),
            _ => new MulticlassCbpeReference(Array.ConvertAll(document.Classes, CbpeReferenceFile.FromDocument), document.Accuracy),
        };
    }

    /// <summary>The reference as a file to register with a model version.</summary>
    /// <param name="reference">The reference.</param>
    /// <returns>The file, named <see cref="Name"/>.</returns>
    public static ModelFile ToModelFile(this MulticlassCbpeReference reference) => ModelFile.FromBytes(Name, Write(reference));
}
