using Grpc.Core;
using Microsoft.Extensions.Logging;
using ModelOps.OpenInference.Protos;
using ModelOps.Serving.AspNetCore.Diagnostics;

namespace ModelOps.Serving.AspNetCore.Grpc;

/// <summary>Loads and unloads models. What to load comes from the registry and the host's settings, never from the caller.</summary>
internal sealed class GrpcAdminService(IModelHost host, ILogger<GrpcAdminService> logger)
{
    private readonly GrpcErrorBoundary _errors = new(logger);

    public async Task<RepositoryModelLoadResponse> LoadAsync(RepositoryModelLoadRequest request, ServerCallContext context)
    {
        try
        {
            string model = Read(request.RepositoryName, request.ModelName);
            if (request.Parameters.Count > 0)
            {
                throw new InvalidInferenceRequestException(
                    "Models are loaded as the registry and the host's settings say; a caller sends neither configuration nor files. Leave out the parameters.");
            }

            logger.ModelLoadAsked(model);
            await (host.Models.Any(m => m.Name == model)
                ? host.RefreshAsync(model, context.CancellationToken)
                : host.AddAsync(new HostedModelOptions { Name = model }, context.CancellationToken)).ConfigureAwait(false);
            return new RepositoryModelLoadResponse();
        }
        catch (Exception exception)
        {
            throw _errors.Translate(exception, context.CancellationToken);
        }
    }

    public async Task<RepositoryModelUnloadResponse> UnloadAsync(RepositoryModelUnloadRequest request, ServerCallContext context)
    {
        try
        {
            string model = Read(request.RepositoryName, request.ModelName);
            logger.ModelUnloadAsked(model);
            if (!await host.RemoveAsync(model, context.CancellationToken).ConfigureAwait(false))
            {
                throw new ModelNotFoundException(model, [.. host.Models.Select(static m => m.Name).Distinct(StringComparer.Ordinal)]);
            }

            return new RepositoryModelUnloadResponse();
        }
        catch (Exception exception)
        {
            throw _errors.Translate(exception, context.CancellationToken);
        }
    }

    private static string Read(string repository, string model) => repository.Length > 0
        ? throw new InvalidInferenceRequestException("There is one repository, the host's registry, and it has no name. Leave repository_name empty.")
        : ModelReference.ToModel(model).Name;
}
