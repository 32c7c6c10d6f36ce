using System.Text.Json;
using ModelOps.Registry.Mlflow.ModelFiles;

namespace ModelOps.Registry.Mlflow;

/// <summary>An <c>MLmodel</c> file: what MLflow writes beside a model, so that it knows how to load it.</summary>
/// <remarks>Source: MLflow, "MLflow Models", storage format. Fields that are not here are skipped when a file is read. Immutable.</remarks>
public sealed record MlflowModel
{
    /// <summary>Name of the file in the model's folder.</summary>
    public const string FileName = "MLmodel";

    /// <summary>How each flavor loads the model: name to settings, e.g. <c>onnx</c> to <c>{"data": "model.onnx", …}</c>.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Flavors { get; init; }

    /// <summary>Where the model lies in its run or in the artifact store.</summary>
    public string? ArtifactPath { get; init; }

    /// <summary>Release of MLflow that wrote the file; null in files of other writers.</summary>
    public string? MlflowVersion { get; init; }

    /// <summary>Id of the logged model, <c>m-</c> and 32 hex digits; null before MLflow 3.</summary>
    public string? ModelId { get; init; }

    /// <summary>Run that made the model.</summary>
    public string? RunId { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Bytes of all its files.</summary>
    public long? SizeInBytes { get; init; }

    /// <summary>Inputs, outputs and parameters.</summary>
    public MlflowSignature? Signature { get; init; }

    /// <summary>Anything else, as a JSON object.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>What the files are, in our terms: <c>onnx</c> when that flavor is there, else the first flavor that is not <c>python_function</c>,
    /// in lower case.</summary>
    public string Format =>
        (Flavors.ContainsKey("onnx") ? "onnx" : Flavors.Keys.Order(StringComparer.Ordinal).FirstOrDefault(static f => f != "python_function") ?? "python_function").ToLowerInvariant();

    /// <summary>Reads a file.</summary>
    /// <param name="yaml">Its text. At most 4 Mi characters, 32 levels and 100,000 values; keys must be unique, tags YAML's own.</param>
    /// <returns>The file's contents.</returns>
    /// <exception cref="MlflowFormatException">It is not an MLmodel file; the message says why.</exception>
    public static MlflowModel Parse(string yaml)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        return MlmodelJson.Read(YamlJson.Read(MlmodelJson.What, yaml));
    }

    /// <summary>Describes an ONNX model so that Python's <c>mlflow.onnx.load_model</c> and <c>mlflow.pyfunc.load_model</c> load it.</summary>
    /// <param name="modelFile">Path of the ONNX file inside the model's folder.</param>
    /// <param name="signature">Inputs and outputs; null for none.</param>
    /// <returns>The description, without run and time.</returns>
    /// <exception cref="ArgumentException"><see cref="ModelFile.IsPath"/> refuses <paramref name="modelFile"/>.</exception>
    /// <exception cref="NotSupportedException">MLflow cannot express the signature; see <see cref="MlflowSignature.FromModelSignature"/>.</exception>
    public static MlflowModel ForOnnx(string modelFile, ModelSignature? signature = null) => new()
    {
        Flavors = OnnxFlavor.Describe(modelFile),
        Signature = signature is null ? null : MlflowSignature.FromModelSignature(signature),
    };

    /// <summary>Writes the file.</summary>
    /// <returns>Its text, fields in ordinal order as MLflow writes them.</returns>
    public string ToYaml() => YamlJson.Write(JsonText.Build(writer => MlmodelJson.Write(writer, this)));

    /// <summary>The files that MLflow wants beside those of an ONNX model: <c>MLmodel</c>, <c>conda.yaml</c>, <c>python_env.yaml</c> and
    /// <c>requirements.txt</c>.</summary>
    /// <returns>The files, for a registration or an upload.</returns>
    public IReadOnlyList<ModelFile> ToModelFiles() => [ModelFile.FromBytes(FileName, System.Text.Encoding.UTF8.GetBytes(ToYaml())), .. OnnxFlavor.EnvironmentFiles()];

    /// <summary>Writes a model as a folder that MLflow loads: <see cref="ToModelFiles"/> and the model's own files.</summary>
    /// <param name="folder">Folder to write; it is made when it is not there, and files of the same names are replaced.</param>
    /// <param name="files">The model's own files.</param>
    /// <param name="cancellationToken">Ends the work early; what was written stays.</param>
    /// <returns>When all is written.</returns>
    /// <exception cref="IOException">A file could not be written.</exception>
    public async Task SaveAsync(string folder, IReadOnlyList<ModelFile> files, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(files);
        foreach (ModelFile file in (IEnumerable<ModelFile>)[.. files, .. ToModelFiles()])
        {
            string target = Path.Combine(folder, file.Path.Replace('/', Path.DirectorySeparatorChar));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            Stream content = file.OpenRead();
            await using (content.ConfigureAwait(false))
            {
                FileStream output = new(target, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
                await using (output.ConfigureAwait(false))
                {
                    await content.CopyToAsync(output, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }
}
