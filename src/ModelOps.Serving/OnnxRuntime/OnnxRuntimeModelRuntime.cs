using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.ML.OnnxRuntime;
using ModelOps.Serving.Diagnostics;
using ModelOps.Serving.Loading;

namespace ModelOps.Serving.OnnxRuntime;

/// <summary>Runs ONNX models with ONNX Runtime. The application adds the native package, e.g. <c>Microsoft.ML.OnnxRuntime</c>.</summary>
/// <remarks>
/// <para>A package holds one <c>.onnx</c> file, or several with one named <c>model.onnx</c>; weights kept beside it are found there.</para>
/// <para>A call of shapes seen before allocates no managed memory, up to 8 MiB of tensors, and 16 MiB and 128 sets of shapes in all, for each concurrent call.
/// Strings and output shapes that depend on values are run without preallocated memory.</para>
/// </remarks>
/// <param name="options">Settings; read at each load.</param>
/// <param name="logger">Hears of models that suit this processor badly.</param>
public sealed class OnnxRuntimeModelRuntime(IOptions<OnnxRuntimeOptions> options, ILogger<OnnxRuntimeModelRuntime>? logger) : IModelRuntime
{
    /// <summary>Makes the runtime without a logger.</summary>
    /// <param name="options">Settings; read at each load.</param>
    public OnnxRuntimeModelRuntime(IOptions<OnnxRuntimeOptions> options)
        : this(options, null)
    {
    }

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
        return new ValueTask<IModelSession>(LoadAsync(model, file, package, cancellationToken));
    }

    private Task<IModelSession> LoadAsync(string model, string file, ModelPackage package, CancellationToken cancellationToken)
    {
        OnnxRuntimeOptions current = options.Value;
        try
        {
            if (current.UseGlobalThreadPool) { OnnxEnvironment.EnsureGlobalThreads(current); }
        }
        catch (Exception e) when (e is OnnxRuntimeException or TypeInitializationException or DllNotFoundException or EntryPointNotFoundException)
        {
            return Task.FromException<IModelSession>(OnnxErrors.ToLoadException(model, file, e));
        }

        // A session of several threads makes them, and they would keep a low priority.
        return LoadThreads.RunAsync(() => Load(model, file, package, current, cancellationToken), current.IntraOpThreads == 1 || current.UseGlobalThreadPool, cancellationToken);
    }

    private IModelSession Load(string model, string file, ModelPackage package, OnnxRuntimeOptions current, CancellationToken cancellationToken)
    {
        InferenceSession? session = null;
        try
        {
            string? mapped = current.Memory == OnnxMemoryMode.Dense ? DenseModelFiles.TryGet(package, file, current) : null;
            using SessionOptions settings = OnnxSettings.Create(current, mapped is not null);
            using CancellationTokenRegistration registration =
                cancellationToken.UnsafeRegister(static s => ((SessionOptions)s!).SetLoadCancellationFlag(true), settings);
            session = new InferenceSession(mapped ?? file, settings);
            ModelSignature signature = OnnxSignature.Read(model, session).RestrictedTo(model, package.Signature);
            Dictionary<string, string> properties = OnnxSettings.Describe(current, mapped is not null);
            if (QuantizedModels.MaySaturate && QuantizedModels.IsQuantized(file))
            {
                properties["onnxruntime.quantized"] = "this processor has no VNNI: sums of bytes may saturate, and gain little speed";
                logger?.QuantizedWithoutVnni(package.Model, package.Version);
            }

            return new OnnxSession(model, session, signature, properties, current.ShrinkArena && current.Memory == OnnxMemoryMode.Throughput);
        }
        catch (Exception e)
        {
            session?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            if (e is ModelLoadException) { throw; }
            throw OnnxErrors.ToLoadException(model, file, e);
        }
    }
}
