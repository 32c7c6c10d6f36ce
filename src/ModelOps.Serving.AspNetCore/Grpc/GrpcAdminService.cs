using System.Text;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using ModelOps.OpenInference.Protos;
using ModelOps.OpenInference.Wire;
using ModelOps.Serving.AspNetCore.Diagnostics;
using ModelOps.Serving.AspNetCore.Repository;
using ModelOps.Serving.AspNetCore.Wire;

namespace ModelOps.Serving.AspNetCore.Grpc;

/// <summary>Loads and unloads models, by the rules of REST.</summary>
internal sealed class GrpcAdminService(ModelRepository repository, GrpcErrorBoundary errors, ILogger<GrpcAdminService> logger)
{
    private const string FilePrefix = "file:";

    public async Task<RepositoryModelLoadResponse> LoadAsync(RepositoryModelLoadRequest request, ServerCallContext context)
    {
        try
        {
            string model = NameOf(request.RepositoryName, request.ModelName);
            ModelLoadOrder order = ReadOrder(request);
            logger.ModelLoadRequested(model, order.Files.Count);
            await repository.LoadAsync(model, order, context.CancellationToken).ConfigureAwait(false);
            return new RepositoryModelLoadResponse();
        }
        catch (Exception exception)
        {
            throw errors.Translate(exception, context.CancellationToken);
        }
    }

    public async Task<RepositoryModelUnloadResponse> UnloadAsync(RepositoryModelUnloadRequest request, ServerCallContext context)
    {
        try
        {
            string model = NameOf(request.RepositoryName, request.ModelName);
            logger.ModelUnloadRequested(model);
            await repository.UnloadAsync(model, context.CancellationToken).ConfigureAwait(false);
            return new RepositoryModelUnloadResponse();
        }
        catch (Exception exception)
        {
            throw errors.Translate(exception, context.CancellationToken);
        }
    }

    // Checked before it is logged: a name that is none could hold anything.
    private static string NameOf(string repository, string model) => repository.Length > 0
        ? throw new InvalidInferenceRequestException("There is one repository, and it has no name. Leave repository_name empty.")
        : ModelReference.ToModel(model).Name;

    private static ModelLoadOrder ReadOrder(RepositoryModelLoadRequest request)
    {
        ModelLoadOrder order = new();
        foreach ((string name, ModelRepositoryParameter parameter) in request.Parameters)
        {
            if (name == "config" && parameter.ParameterChoiceCase == ModelRepositoryParameter.ParameterChoiceOneofCase.StringParam)
            {
                order.HasConfig = true;
                ReadConfig(parameter.StringParam, order);
            }
            else if (name.StartsWith(FilePrefix, StringComparison.Ordinal) && parameter.ParameterChoiceCase == ModelRepositoryParameter.ParameterChoiceOneofCase.BytesParam)
            {
                order.Files[name[FilePrefix.Length..]] = parameter.BytesParam.ToByteArray();
            }
            else
            {
                throw WireErrors.Wrong("parameters", "the text 'config' and bytes 'file:{version}/{name}', or neither");
            }
        }

        return order;
    }

    private static void ReadConfig(string json, ModelLoadOrder order)
    {
        try
        {
            LoadRequestReader.ReadConfig(Encoding.UTF8.GetBytes(json), order);
        }
        catch (Exception error) when (WireErrors.IsUnreadable(error))
        {
            throw WireErrors.Unreadable(error);
        }
    }
}
