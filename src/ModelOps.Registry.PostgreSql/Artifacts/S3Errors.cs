using ModelOps.Registry.PostgreSql.S3;

namespace ModelOps.Registry.PostgreSql.Artifacts;

/// <summary>Makes errors of S3 those of the registry.</summary>
internal static class S3Errors
{
    /// <exception cref="RegistryStorageException">The store refused, or did not answer.</exception>
    public static async Task<T> GuardAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (S3Exception error)
        {
            throw Translate(error);
        }
    }

    /// <summary>What a caller of the registry sees.</summary>
    public static RegistryStorageException Translate(S3Exception error) => new(
        error.Kind is ModelOpsErrorKind.Conflict or ModelOpsErrorKind.NotFound ? ModelOpsErrorKind.Unavailable : error.Kind, RegistryErrorCodes.Unavailable, error.Message, error)
    {
        RetryAfter = error.RetryAfter,
    };
}
