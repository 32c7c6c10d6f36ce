using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Sequential;

/// <summary>A sequential test or detector with all it has seen, as versioned JSON: restored beside its reference, it goes on to the last bit.</summary>
public static class SequentialDriftFile
{
    /// <summary>Largest state that is read.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Writes a test. Equal states give equal bytes.</summary>
    /// <param name="test">The test; it stays usable. Not to be used by another thread meanwhile.</param>
    /// <returns>UTF-8 JSON: counts and evidence, never values, and a digest of the reference.</returns>
    public static byte[] Write(SequentialDriftTest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        return Serialize(test.Save());
    }

    /// <summary>Writes a detector. Equal states give equal bytes.</summary>
    /// <param name="detector">The detector; it stays usable. Not to be used by another thread meanwhile.</param>
    /// <returns>UTF-8 JSON: counts and evidence, never values, and a digest of the reference.</returns>
    public static byte[] Write(SequentialDriftDetector detector)
    {
        ArgumentNullException.ThrowIfNull(detector);
        return Serialize(detector.Save());
    }

    /// <summary>Reads a test that was begun with a profile; safe on bytes from anyone.</summary>
    /// <param name="utf8Json">What <see cref="Write(SequentialDriftTest)"/> wrote.</param>
    /// <param name="reference">The reference profile that it was begun with.</param>
    /// <returns>The test.</returns>
    /// <exception cref="SequentialStateFormatException">The bytes are no such state, are damaged, belong to another reference, or exceed the limits.</exception>
    public static SequentialDriftTest ReadTest(ReadOnlySpan<byte> utf8Json, FeatureProfile reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        SequentialDocument document = Read(utf8Json, Digest(reference), reference.Counts, isTest: true);
        return new SequentialDriftTest(reference, document);
    }

    /// <summary>Reads a test that was begun with counts; safe on bytes from anyone.</summary>
    /// <param name="utf8Json">What <see cref="Write(SequentialDriftTest)"/> wrote.</param>
    /// <param name="referenceCounts">The counts that it was begun with.</param>
    /// <returns>The test.</returns>
    /// <exception cref="SequentialStateFormatException">The bytes are no such state, are damaged, belong to another reference, or exceed the limits.</exception>
    public static SequentialDriftTest ReadTest(ReadOnlySpan<byte> utf8Json, ReadOnlySpan<long> referenceCounts)
    {
        SequentialDocument document = Read(utf8Json, Digest(referenceCounts), referenceCounts, isTest: true);
        return new SequentialDriftTest(null, document);
    }

    /// <summary>Reads a detector; safe on bytes from anyone.</summary>
    /// <param name="utf8Json">What <see cref="Write(SequentialDriftDetector)"/> wrote.</param>
    /// <param name="reference">The reference profile that it was begun with.</param>
    /// <returns>The detector.</returns>
    /// <exception cref="SequentialStateFormatException">The bytes are no such state, are damaged, belong to another reference, or exceed the limits.</exception>
    public static SequentialDriftDetector ReadDetector(ReadOnlySpan<byte> utf8Json, FeatureProfile reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return new SequentialDriftDetector(reference, Read(utf8Json, Digest(reference), reference.Counts, isTest: false));
    }

    internal static string Digest(FeatureProfile reference) => Convert.ToHexStringLower(SHA256.HashData(DriftProfileFile.WriteBinary(new DatasetProfile([reference]))));

    internal static string Digest(ReadOnlySpan<long> counts) => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(counts)));

    private static byte[] Serialize(SequentialDocument document) => JsonSerializer.SerializeToUtf8Bytes(document, SequentialJsonContext.Default.SequentialDocument);

    private static SequentialDocument Read(ReadOnlySpan<byte> utf8Json, string digest, ReadOnlySpan<long> reference, bool isTest)
    {
        SequentialDocument document = BoundedJson.Read(
            utf8Json, MaxBytes, SequentialJsonContext.Default.SequentialDocument, "sequential state", static (problem, cause) => new SequentialStateFormatException(problem, cause));
        return SequentialStateRules.Failure(document, digest, reference, isTest) is { } problem ? throw new SequentialStateFormatException(problem) : document;
    }
}
