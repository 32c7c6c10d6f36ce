using System.Text.Json;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Streams;

/// <summary>A stream detector with all it has seen, as versioned JSON: restored, it says what it would have said.</summary>
public static class StreamDetectorFile
{
    /// <summary>Largest state that is read.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Writes a detector. Equal states give equal bytes.</summary>
    /// <param name="detector">The detector; it stays usable.</param>
    /// <returns>UTF-8 JSON with the settings and the state.</returns>
    public static byte[] Write(StreamDetector detector)
    {
        ArgumentNullException.ThrowIfNull(detector);
        return JsonSerializer.SerializeToUtf8Bytes(detector.Save(), StreamJsonContext.Default.StreamDetectorDocument);
    }

    /// <summary>Reads a detector; safe on bytes from anyone.</summary>
    /// <param name="utf8Json">What <see cref="Write"/> wrote.</param>
    /// <returns>The detector, of the type that was written.</returns>
    /// <exception cref="StreamDetectorFormatException">The bytes are no such state, are damaged, or exceed the limits.</exception>
    public static StreamDetector Read(ReadOnlySpan<byte> utf8Json)
    {
        StreamDetectorDocument document = BoundedJson.Read(
            utf8Json, MaxBytes, StreamJsonContext.Default.StreamDetectorDocument, "a detector", static (problem, cause) => new StreamDetectorFormatException(problem, cause));
        return Restore(document);
    }

    /// <summary>Makes the detector of a document that may be from anyone.</summary>
    /// <exception cref="StreamDetectorFormatException">It is damaged.</exception>
    internal static StreamDetector Restore(StreamDetectorDocument document)
    {
        if (document.Format != StreamDetectorDocument.ExpectedFormat || document.Version != StreamDetectorDocument.CurrentVersion)
        {
            throw new StreamDetectorFormatException(
                $"it should be '{StreamDetectorDocument.ExpectedFormat}' version {StreamDetectorDocument.CurrentVersion} but says another format or version ({document.Version})");
        }

        if (document.Count < 0 || document.Skipped < 0 || !Enum.IsDefined((StreamState)document.Last))
        {
            throw new StreamDetectorFormatException("its counts or its last state are out of range");
        }

        StreamDetector detector = Create(document.Detector);
        try
        {
            detector.Restore(document);
        }
        catch (ArgumentException error)
        {
            throw new StreamDetectorFormatException($"a setting is out of range ({error.Message})", error);
        }

        return detector;
    }

    private static StreamDetector Create(string name) => name switch
    {
        Adwin.MethodName => new Adwin(),
        PageHinkley.MethodName => new PageHinkley(),
        Ddm.MethodName => new Ddm(),
        Eddm.MethodName => new Eddm(),
        Rddm.MethodName => new Rddm(),
        HddmA.MethodName => new HddmA(),
        HddmW.MethodName => new HddmW(),
        Kswin.MethodName => new Kswin(),
        Cusum.MethodName => new Cusum(0, 1),
        EwmaChart.MethodName => new EwmaChart(0, 1),
        PeriodicAlarm.MethodName => new PeriodicAlarm(1),
        _ => throw new StreamDetectorFormatException("it names a detector that is not known here"),
    };
}
