namespace ModelOps.Serving.Auto;

/// <summary>What was measured for calls of about as many rows, and what follows.</summary>
/// <param name="Rows">Rows of the calls that were measured.</param>
/// <param name="Simd">Time of a call of the managed engine.</param>
/// <param name="OnnxRuntime">Time of a call of ONNX Runtime.</param>
internal sealed record BatchBucket(int Rows, TimeSpan Simd, TimeSpan OnnxRuntime)
{
    /// <summary>Whether the managed engine answers such calls.</summary>
    public bool IsSimd => Simd <= OnnxRuntime;

    /// <summary>For people, e.g. <c>1 row: simd (0.4 against 5.1 us)</c>.</summary>
    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{Rows} {(Rows == 1 ? "row" : "rows")}: {(IsSimd ? "simd" : "onnxruntime")} (simd {Simd.TotalMicroseconds:0.0#} us, onnxruntime {OnnxRuntime.TotalMicroseconds:0.0#} us)");
}
