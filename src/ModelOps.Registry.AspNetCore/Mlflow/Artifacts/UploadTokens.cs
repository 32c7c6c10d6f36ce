using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ModelOps.Registry.AspNetCore.Mlflow.Artifacts;

/// <summary>Signs what lets the bearer write one part of one upload for a while: clients send parts without their credentials.</summary>
internal sealed class UploadTokens(byte[] key, TimeSpan lifetime, TimeProvider time)
{
    public const int MinKeyBytes = 32;

    public static UploadTokens Create(MlflowApiOptions options, TimeProvider time) =>
        new(options.UploadKey is { } key ? ReadKey(key)! : RandomNumberGenerator.GetBytes(MinKeyBytes), options.UploadLifetime, time);

    /// <summary>The bytes of a configured key; null when it is none.</summary>
    public static byte[]? ReadKey(string base64)
    {
        byte[] room = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, room, out int written) && written >= MinKeyBytes ? room[..written] : null;
    }

    public string Sign(string path, string uploadId, int part)
    {
        long until = (time.GetUtcNow() + lifetime).ToUnixTimeSeconds();
        return string.Create(CultureInfo.InvariantCulture, $"{until}.{Mac(path, uploadId, part, until)}");
    }

    public bool IsValid(string path, string uploadId, int part, string? token)
    {
        string[] halves = token?.Split('.') ?? [];
        return halves.Length == 2
            && long.TryParse(halves[0], NumberStyles.None, CultureInfo.InvariantCulture, out long until)
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Mac(path, uploadId, part, until)), Encoding.UTF8.GetBytes(halves[1]))
            && time.GetUtcNow().ToUnixTimeSeconds() < until;
    }

    /// <summary>Lengths stand before the texts, so that no two sets of them read the same.</summary>
    private string Mac(string path, string uploadId, int part, long until) => Base64Url.EncodeToString(HMACSHA256.HashData(
        key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"part:{path.Length}:{path}:{uploadId.Length}:{uploadId}:{part}:{until}"))));
}
