namespace ModelOps.Serving.OnnxRuntime;

/// <summary>Settings of ONNX Runtime; section <c>ModelOps:Serving:OnnxRuntime</c> of the configuration.</summary>
/// <remarks>The defaults suit a web host: each run uses the caller's thread only and nothing spins while idle.</remarks>
public sealed class OnnxRuntimeOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Serving:OnnxRuntime";

    /// <summary>Threads that share one run, the caller's included. 1 to 1024; default 1, which scales best when calls come from many threads.</summary>
    public int IntraOpThreads { get; set; } = 1;

    /// <summary>Session configuration entries as ONNX Runtime names them, e.g. <c>session.disable_prepacking</c>. They win over the defaults.</summary>
    public IDictionary<string, string> ConfigEntries { get; } = new Dictionary<string, string>();
}
