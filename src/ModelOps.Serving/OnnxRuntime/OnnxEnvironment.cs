using Microsoft.ML.OnnxRuntime;

namespace ModelOps.Serving.OnnxRuntime;

/// <summary>The environment of ONNX Runtime, of which a process has one and whoever comes first decides.</summary>
internal static class OnnxEnvironment
{
    private static readonly Lock s_lock = new();

    /// <summary>Makes it with a pool of threads that all sessions share, if none was made yet. Not on a thread of low priority, which its threads would inherit.</summary>
    public static void EnsureGlobalThreads(OnnxRuntimeOptions options)
    {
        lock (s_lock)
        {
            if (OrtEnv.IsCreated) { return; } // the host's own; a session without threads of its own is refused unless it has a pool
            using OrtThreadingOptions threads = new() { GlobalIntraOpNumThreads = options.IntraOpThreads, GlobalInterOpNumThreads = 1, GlobalSpinControl = options.AllowSpinning };
            EnvironmentCreationOptions creation = new()
            {
                logId = "modelops",
                logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
                threadOptions = threads,
            };
            OrtEnv.CreateInstanceWithOptions(ref creation);
        }
    }
}
