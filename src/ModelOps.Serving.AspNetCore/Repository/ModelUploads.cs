using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using ModelOps.OpenInference.Wire;
using ModelOps.Serving.AspNetCore.Endpoints;

namespace ModelOps.Serving.AspNetCore.Repository;

/// <summary>Keeps model files that callers send, each in a folder named by its digest.</summary>
internal sealed class ModelUploads(ModelOpsEndpointOptions options)
{
    private const int MaxNameLength = 128;

    /// <summary>Writes the one file of a request.</summary>
    /// <param name="files">Files by <c>{version}/{name}</c>.</param>
    /// <param name="cancellationToken">Ends the writing early.</param>
    /// <returns>Its version, and where it lies.</returns>
    /// <exception cref="RequestRefusedException">The settings do not allow it.</exception>
    /// <exception cref="InvalidInferenceRequestException">There are several, or its name is none.</exception>
    public async Task<(string Version, string Path)> StoreAsync(IReadOnlyDictionary<string, byte[]> files, CancellationToken cancellationToken)
    {
        if (!options.AllowModelUpload)
        {
            throw new RequestRefusedException(
                StatusCodes.Status403Forbidden,
                EndpointErrorCodes.ModelUploadNotAllowed,
                "Requests may not bring model files here. Register the model and load it by its name, or have the operator set "
                + $"{ModelOpsEndpointOptions.SectionName}:{nameof(ModelOpsEndpointOptions.AllowModelUpload)}.");
        }

        if (files.Count != 1) { throw WireErrors.Wrong("parameters", "an object with one file, since a model is one file here"); }
        (string key, byte[] content) = files.First();
        string[] parts = key.Split('/');
        if (parts is not [string version, string name] || !ModelReference.TryParse($"model:{version}", out _) || !IsFileName(name))
        {
            throw WireErrors.Wrong("file:", "followed by a version, '/' and a plain file name, e.g. 'file:1/model.onnx'");
        }

        string folder = Path.Combine(options.UploadFolder ?? Path.Combine(Path.GetTempPath(), "modelops-uploads"), Convert.ToHexStringLower(SHA256.HashData(content)));
        string path = Path.Combine(folder, name);
        Directory.CreateDirectory(folder);
        string partial = $"{path}.{Guid.NewGuid():N}.partial";
        await File.WriteAllBytesAsync(partial, content, cancellationToken).ConfigureAwait(false);
        File.Move(partial, path, overwrite: true); // a reader sees all of it or nothing
        return (version, path);
    }

    private static bool IsFileName(string name) =>
        name is { Length: > 0 and <= MaxNameLength } && char.IsAsciiLetterOrDigit(name[0])
        && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-') && !name.Contains("..", StringComparison.Ordinal);
}
