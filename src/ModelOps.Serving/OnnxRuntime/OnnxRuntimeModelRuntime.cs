using System.Globalization;
using Microsoft.Extensions.Options;
using Microsoft.ML.OnnxRuntime;

namespace ModelOps.Serving.OnnxRuntime;

/// <summary>Runs ONNX models with ONNX Runtime. The application adds the native package, e.g. <c>Microsoft.ML.OnnxRuntime</c>.</summary>
/// <remarks>
/// <para>A package holds one <c>.onnx</c> file, or several with one named <c>model.onnx</c>; weights kept beside it are found there.</para>
/// <para>A call of shapes seen before allocates no managed memory, up to 8 MiB of tensors and 8 sets of shapes for each concurrent call.
/// Strings and output shapes that depend on values are run without preallocated memory.</para>
/// </remarks>
/// <param name="options">Settings; read at each load.</param>
public sealed class OnnxRuntimeModelRuntime(IOptions<OnnxRuntimeOptions> options) : IModelRuntime
{
    private const string AllowSpinning = "session.intra_op.allow_spinning";

    /// <inheritdoc/>
    public string Name => "onnxruntime";

    /// <inheritdoc/>
    public string Platform => "onnx_onnxv1";

    /// <inheritdoc/>
    public bool CanLoad(ModelPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return string.Equals(package.Format, "onnx", StringComparison.OrdinalIgnoreCase);
    }

    /// <inheritdoc/>
    public ValueTask<IModelSession> LoadAsync(ModelPackage package, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(package);
        string model = $"{package.Model}:{package.Version}";
        string file = package.Locate("model.onnx", ".onnx");
        return new ValueTask<IModelSession>(Task.Factory.StartNew(
            () => Load(model, file, package.Signature, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default));
    }

    private IModelSession Load(string model, string file, ModelSignature? registered, CancellationToken cancellationToken)
    {
        InferenceSession? session = null;
        try
        {
            using SessionOptions settings = CreateSettings(options.Value);
            using CancellationTokenRegistration registration =
                cancellationToken.UnsafeRegister(static s => ((SessionOptions)s!).SetLoadCancellationFlag(true), settings);
            session = new InferenceSession(file, settings);
            ModelSignature signature = OnnxSignature.Read(model, session).RestrictedTo(model, registered);
            return new OnnxSession(model, session, signature, Describe(options.Value));
        }
        catch (Exception e)
        {
            session?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            if (e is ModelLoadException) { throw; }
            throw OnnxErrors.ToLoadException(model, file, e);
        }
    }

    private static SessionOptions CreateSettings(OnnxRuntimeOptions options)
    {
        SessionOptions settings = new()
        {
            IntraOpNumThreads = options.IntraOpThreads,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, // what goes wrong is thrown; ONNX Runtime would also write it to the console
        };
        foreach ((string key, string value) in Entries(options)) { settings.AddSessionConfigEntry(key, value); }
        return settings;
    }

    private static Dictionary<string, string> Describe(OnnxRuntimeOptions options) => new(Entries(options))
    {
        ["onnxruntime.version"] = OrtEnv.Instance().GetVersionString(),
        ["onnxruntime.intra_op_threads"] = options.IntraOpThreads.ToString(CultureInfo.InvariantCulture),
    };

    private static Dictionary<string, string> Entries(OnnxRuntimeOptions options)
    {
        Dictionary<string, string> entries = new() { [AllowSpinning] = "0" };
        foreach ((string key, string value) in options.ConfigEntries) { entries[key] = value; }
        return entries;
    }
}
