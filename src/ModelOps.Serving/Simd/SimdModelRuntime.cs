using System.Globalization;
using Microsoft.Extensions.Options;
using ModelOps.Onnx;
using ModelOps.Onnx.Execution;
using ModelOps.Serving.Loading;

namespace ModelOps.Serving.Simd;

/// <summary>Runs ONNX models in managed vector code, without a native library. A model with a node that it does not know is refused as a whole, with the list of such nodes.</summary>
/// <remarks>A package holds one <c>.onnx</c> file, or several with one named <c>model.onnx</c>; weights kept beside it are found there.
/// A call allocates no managed memory, but for strings and for batches that are shared between threads.</remarks>
/// <param name="options">Settings; read at each load.</param>
public sealed class SimdModelRuntime(IOptions<SimdOptions> options) : IModelRuntime
{
    /// <inheritdoc/>
    public string Name => "simd";

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
        string file = package.Locate("model.onnx", ".onnx");
        return new ValueTask<IModelSession>(LoadThreads.RunAsync(() => Load(package, file), options.Value.MaxDegreeOfParallelism == 1, cancellationToken));
    }

    private IModelSession Load(ModelPackage package, string file)
    {
        string name = $"{package.Model}:{package.Version}";
        SimdModelOptions settings = new()
        {
            Name = name,
            MaxDegreeOfParallelism = options.Value.MaxDegreeOfParallelism,
            MinRowsPerThread = options.Value.MinRowsPerThread,
        };
        try
        {
            SimdModel model = SimdModel.Compile(OnnxModelReader.ReadFile(file), settings);
            return new SimdSession(name, model, model.Signature.RestrictedTo(name, package.Signature), Describe(model, settings));
        }
        catch (ModelOpsException e) when (e is not ModelLoadException)
        {
            throw new ModelLoadException(name, e.Message, e);
        }
        catch (IOException e)
        {
            throw new ModelLoadException(name, $"file '{Path.GetFileName(file)}' cannot be read ({e.GetType().Name}). Restore it, or register the version anew.", e);
        }
    }

    private static Dictionary<string, string> Describe(SimdModel model, SimdModelOptions settings)
    {
        Dictionary<string, string> properties = new()
        {
            ["simd.threads"] = settings.MaxDegreeOfParallelism.ToString(CultureInfo.InvariantCulture),
        };
        string[] choices = [.. model.Choices.Distinct(StringComparer.Ordinal)];
        if (choices.Length > 0) { properties["simd.kernels"] = string.Join("; ", choices); }
        return properties;
    }
}
