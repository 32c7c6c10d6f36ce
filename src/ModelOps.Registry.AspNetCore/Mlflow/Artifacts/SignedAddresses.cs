using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace ModelOps.Registry.AspNetCore.Mlflow.Artifacts;

/// <summary>Signs addresses that let the bearer read one file, or write one part of one upload, for a while: clients use such addresses without their
/// credentials.</summary>
internal sealed class SignedAddresses(byte[] key, TimeSpan lifetime, TimeProvider time)
{
    public const int MinKeyBytes = 32;

    /// <summary>Field of the query that holds the signature.</summary>
    public const string TokenField = "token";

    public static SignedAddresses Create(MlflowApiOptions options, TimeProvider time) =>
        new(options.SigningKey is { } key ? ReadKey(key)! : RandomNumberGenerator.GetBytes(MinKeyBytes), options.SignedLifetime, time);

    /// <summary>The bytes of a configured key; null when it is none.</summary>
    public static byte[]? ReadKey(string base64)
    {
        byte[] room = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, room, out int written) && written >= MinKeyBytes ? room[..written] : null;
    }

    /// <summary>Address of a path as the caller reaches this server.</summary>
    public static string Absolute(HttpRequest request, string path) => UriHelper.BuildAbsolute(request.Scheme, request.Host, request.PathBase, path);

    /// <summary>Signs the reading of a file.</summary>
    public string SignRead(string path) => Sign($"read:{path}");

    /// <summary>Signs the writing of a part.</summary>
    public string SignPart(string path, string uploadId, int part) => Sign(PartOf(path, uploadId, part));

    public bool IsRead(string path, string? token) => IsValid($"read:{path}", token);

    public bool IsPart(string path, string uploadId, int part, string? token) => IsValid(PartOf(path, uploadId, part), token);

    /// <summary>A length stands before the path, so that no two sets of these read the same.</summary>
    private static string PartOf(string path, string uploadId, int part) =>
        string.Create(CultureInfo.InvariantCulture, $"part:{path.Length}:{path}:{part}:{uploadId}");

    private string Sign(string what)
    {
        long until = (time.GetUtcNow() + lifetime).ToUnixTimeSeconds();
        return string.Create(CultureInfo.InvariantCulture, $"{until}.{Mac(what, until)}");
    }

    private bool IsValid(string what, string? token)
    {
        string[] halves = token?.Split('.') ?? [];
        return halves.Length == 2
            && long.TryParse(halves[0], NumberStyles.None, CultureInfo.InvariantCulture, out long until)
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Mac(what, until)), Encoding.UTF8.GetBytes(halves[1]))
            && time.GetUtcNow().ToUnixTimeSeconds() < until;
    }

    private string Mac(string what, long until) => Base64Url.EncodeToString(HMACSHA256.HashData(
        key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{until}:{what}"))));
}
