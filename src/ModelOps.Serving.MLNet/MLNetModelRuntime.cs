using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using ModelOps.Serving.MLNet.Diagnostics;
using ModelOps.Serving.MLNet.Runtime;

namespace ModelOps.Serving.MLNet;

/// <summary>Runs models that ML.NET saved, on the caller's thread, from as many threads as call.</summary>
/// <remarks>
/// <para>Takes packages of format <c>mlnet</c> (or <c>zip</c>) that hold one saved model, <c>*.zip</c> or <c>*.mlnet</c>, or
/// several with one named <c>model.zip</c>.</para>
/// <para>Inputs are the columns of the saved schema that the answers depend on, so labels are not asked for: a scalar column is
/// <c>[-1,1]</c>, a vector column <c>[-1,n]</c>, text is <c>BYTES</c>. Outputs are <c>Score</c>, <c>Probability</c> and
/// <c>PredictedLabel</c> where the model has them, else every column it adds. A key column is its number: 1 is the first key, 0 a missing one.</para>
/// <para>A model file may name code to run at loading: load only models whose origin is trusted.</para>
/// </remarks>
/// <param name="logger">Receives what ML.NET itself reports; null drops it.</param>
public sealed class MLNetModelRuntime(ILogger<MLNetModelRuntime>? logger = null) : IModelRuntime
{
    private static readonly string[] Formats = ["mlnet", "zip"];
    private readonly ILogger _logger = logger ?? NullLogger<MLNetModelRuntime>.Instance;

    /// <inheritdoc/>
    public string Name => "mlnet";

    /// <inheritdoc/>
    public string Platform => "mlnet_zip";

    /// <inheritdoc/>
    public bool CanLoad(ModelPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return Formats.Contains(package.Format, StringComparer.OrdinalIgnoreCase);
    }

    /// <inheritdoc/>
    public async ValueTask<IModelSession> LoadAsync(ModelPackage package, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(package);
        string model = $"{package.Model}:{package.Version}";
        string file = package.Locate("model.zip", ".zip", ".mlnet");
        return await Task.Run(() => Load(model, file, package.Signature), cancellationToken).ConfigureAwait(false);
    }

    private MLNetModelSession Load(string model, string path, ModelSignature? registered)
    {
        MLContext context = new();
        context.Log += (_, message) => _logger.MLNetMessage(LevelOf(message.Kind), model, message.Source, message.RawMessage);
        try
        {
            using FileStream file = Open(model, path);
            ITransformer transformer = context.Model.Load(file, out DataViewSchema? schema);
            MLNetModelSession session = new(model, transformer, LaneFactory.Create(model, transformer, schema, registered));
            _logger.MLNetModelLoaded(model, session.Signature.ToString());
            return session;
        }
        catch (Exception exception) when (exception is not ModelLoadException)
        {
            // ML.NET answers a damaged file with whatever its parsers run into, so no list of types would be complete.
            throw new ModelLoadException(
                model, $"ML.NET cannot read '{Path.GetFileName(path)}': {exception.Message} Save it again with MLContext.Model.Save.", exception);
        }
    }

    private static FileStream Open(string model, string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelLoadException(
                model, $"its file '{Path.GetFileName(path)}' cannot be read. See that it is there and that the host may read it.", exception);
        }
    }

    private static LogLevel LevelOf(ChannelMessageKind kind) => kind switch
    {
        ChannelMessageKind.Error => LogLevel.Error,
        ChannelMessageKind.Warning => LogLevel.Warning,
        ChannelMessageKind.Info => LogLevel.Debug,
        _ => LogLevel.Trace,
    };
}
