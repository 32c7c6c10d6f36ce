using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace ModelOps.Serving.OnnxRuntime;

/// <summary>Turns settings into those of a session.</summary>
internal static class OnnxSettings
{
    private const string AllowSpinning = "session.intra_op.allow_spinning";
    private const string SpinDuration = "session.intra_op.spin_duration_us";
    private const string Deterministic = "session.use_deterministic_compute";
    private const string MaxFoldedBytes = "optimization.constant_folding_max_output_size_in_bytes";
    private const string DisablePrepacking = "session.disable_prepacking";
    private const string MapFile = "session.use_memory_mapped_ort_model";
    private const string InitializersInFile = "session.use_ort_model_bytes_for_initializers";

    /// <param name="options">The settings.</param>
    /// <param name="isMapped">Whether the file is one that is mapped, see <see cref="DenseModelFiles"/>.</param>
    public static SessionOptions Create(OnnxRuntimeOptions options, bool isMapped)
    {
        SessionOptions settings = new()
        {
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, // what goes wrong is thrown; ONNX Runtime would also write it to the console
        };
        if (options.UseGlobalThreadPool) { settings.DisablePerSessionThreads(); }
        else { settings.IntraOpNumThreads = options.IntraOpThreads; }
        if (options.Memory == OnnxMemoryMode.Dense) { settings.EnableCpuMemArena = false; }
        foreach ((string key, string value) in Entries(options, isMapped)) { settings.AddSessionConfigEntry(key, value); }
        return settings;
    }

    public static Dictionary<string, string> Describe(OnnxRuntimeOptions options, bool isMapped) => new(Entries(options, isMapped))
    {
        ["onnxruntime.version"] = OrtEnv.Instance().GetVersionString(),
        ["onnxruntime.memory"] = options.Memory == OnnxMemoryMode.Dense ? (isMapped ? "dense, mapped" : "dense, not mapped") : "throughput",
        [options.UseGlobalThreadPool ? "onnxruntime.global_threads" : "onnxruntime.intra_op_threads"] = options.IntraOpThreads.ToString(CultureInfo.InvariantCulture),
    };

    private static Dictionary<string, string> Entries(OnnxRuntimeOptions options, bool isMapped)
    {
        Dictionary<string, string> entries = new() { [AllowSpinning] = options.AllowSpinning ? "1" : "0" };
        if (options.SpinDuration is { } spin) { entries[SpinDuration] = ((long)spin.TotalMicroseconds).ToString(CultureInfo.InvariantCulture); }
        if (options.IsDeterministic) { entries[Deterministic] = "1"; }
        if (options.MaxFoldedConstantBytes is { } bytes) { entries[MaxFoldedBytes] = bytes.ToString(CultureInfo.InvariantCulture); }
        if (options.Memory == OnnxMemoryMode.Dense) { entries[DisablePrepacking] = "1"; }
        if (isMapped)
        {
            entries[MapFile] = "1";
            entries[InitializersInFile] = "1";
        }

        foreach ((string key, string value) in options.ConfigEntries) { entries[key] = value; }
        return entries;
    }
}
