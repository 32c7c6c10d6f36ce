using System.Globalization;

namespace ModelOps.Onnx.Quantization;

/// <summary>What <see cref="QuantizationGate"/> measured, and what it says. Immutable.</summary>
public sealed record GateReport
{
    /// <summary>Why the quantized model is refused, with figures; empty when it is accepted.</summary>
    public required IReadOnlyList<string> Refusals { get; init; }

    /// <summary>Whether the quantized model does all that was asked.</summary>
    public bool IsAccepted => Refusals.Count == 0;

    /// <summary>Largest <c>|y - y'| / |y|</c> of an output; NaN when an answer is missing, or not finite where the original's is.</summary>
    public required double RelativeError { get; init; }

    /// <summary>The same as ratio of signal to noise in decibels.</summary>
    public double SqnrDecibels => -20 * Math.Log10(RelativeError);

    /// <summary>Loss of the original; null when none was asked for.</summary>
    public double? OriginalLoss { get; init; }

    /// <summary>Loss of the quantized model; null when none was asked for.</summary>
    public double? QuantizedLoss { get; init; }

    /// <summary>Size of the original's file.</summary>
    public required long OriginalBytes { get; init; }

    /// <summary>Size of the quantized model's file.</summary>
    public required long QuantizedBytes { get; init; }

    /// <summary>Median time of a call of the original, in microseconds.</summary>
    public required double OriginalMicroseconds { get; init; }

    /// <summary>Median time of a call of the quantized model, in microseconds.</summary>
    public required double QuantizedMicroseconds { get; init; }

    /// <summary>Ratio of the times; above 1 is faster.</summary>
    public double Speedup => OriginalMicroseconds / QuantizedMicroseconds;

    /// <summary>Runtime that ran both.</summary>
    public required string Runtime { get; init; }

    /// <summary>The report for people.</summary>
    /// <returns>The text, a few lines.</returns>
    public override string ToString()
    {
        string loss = OriginalLoss is null ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"loss     {OriginalLoss:G5} -> {QuantizedLoss:G5}\n");
        return string.Create(CultureInfo.InvariantCulture, $"""
            {(IsAccepted ? "accepted" : "refused: " + string.Join("; ", Refusals))}
            error    {RelativeError:P2} ({SqnrDecibels:F1} dB)
            {loss}size     {OriginalBytes} -> {QuantizedBytes} bytes ({(double)QuantizedBytes / OriginalBytes:F2}x)
            latency  {OriginalMicroseconds:F2} -> {QuantizedMicroseconds:F2} us ({Speedup:F2}x as fast, {Runtime})
            """);
    }
}
