namespace ModelOps.Serving.OnnxRuntime;

/// <summary>Settings of ONNX Runtime; section <c>ModelOps:Serving:OnnxRuntime</c> of the configuration.</summary>
/// <remarks>The defaults suit a web host: each run uses the caller's thread only and nothing spins while idle.</remarks>
public sealed class OnnxRuntimeOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Serving:OnnxRuntime";

    /// <summary>What memory is spent on. Default <see cref="OnnxMemoryMode.Throughput"/>.</summary>
    public OnnxMemoryMode Memory { get; set; }

    /// <summary>Folder for the converted files of <see cref="OnnxMemoryMode.Dense"/>, kept from one start to the next. Whoever can write there decides what models
    /// answer. Default null: a folder of this process alone, gone when it ends.</summary>
    public string? CacheDirectory { get; set; }

    /// <summary>Threads that share one run, the caller's included. 1 to 1024; default 1, which scales best when calls come from many threads.</summary>
    public int IntraOpThreads { get; set; } = 1;

    /// <summary>Whether all models share one pool of <see cref="IntraOpThreads"/> threads. Default false: each has its own, if it is more than one. It is made with the
    /// process's ONNX Runtime environment, so nothing may have used ONNX Runtime before, unless that made a shared pool too.</summary>
    public bool UseGlobalThreadPool { get; set; }

    /// <summary>Whether threads that wait for work of a run stay busy meanwhile. Default false: busy waiting takes processor time from other work and gains little.</summary>
    public bool AllowSpinning { get; set; }

    /// <summary>How long they stay busy, where <see cref="AllowSpinning"/> lets them. Above zero, to 1 s; default null: as ONNX Runtime has it.</summary>
    public TimeSpan? SpinDuration { get; set; }

    /// <summary>Whether memory that a run of new shapes needed is given back after it. Default true: else the memory of the largest run is kept for ever.</summary>
    public bool ShrinkArena { get; set; } = true;

    /// <summary>Whether kernels must give the same bits in every run, where they have a choice. Default false.</summary>
    public bool IsDeterministic { get; set; }

    /// <summary>Most bytes that one folded constant may take: a bound for models of strangers, which may be small and unfold to much.
    /// Above zero; default null: as ONNX Runtime has it.</summary>
    public long? MaxFoldedConstantBytes { get; set; }

    /// <summary>Session configuration entries as ONNX Runtime names them, e.g. <c>session.disable_prepacking</c>. They win over the defaults and the settings above.</summary>
    public IDictionary<string, string> ConfigEntries { get; } = new Dictionary<string, string>();
}
